"""Device rentals in the manner of ASP.NET WebForms of about 2005."""
