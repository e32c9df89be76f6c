"""Kairos: the exchange platform between training providers, the public employment service and job seekers."""

__version__ = "0.1.0"
