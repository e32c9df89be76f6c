"""What provider, agency and operator share when they show job seekers: lists, one person, an exact search, stops."""
