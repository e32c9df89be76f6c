"""Assiduité for whom it is kept: the job seeker, the adviser."""
