"""Rendez-vous for whom they are kept: the job seeker, the adviser, whoever follows the link of a mail."""
