"""What a training gave: the bilan that the provider writes once somebody is out, and that the person reads."""
