"""How far a site is from a place, in PostgreSQL."""

# Miles on the great circle of a ball of the earth's mean radius, from %(latitude)s and %(longitude)s to a row's own.
MILES = """7917.5 * asin(least(1, sqrt(sin(radians(latitude - %(latitude)s::float8) / 2) ^ 2
                 + cos(radians(latitude)) * cos(radians(%(latitude)s::float8))
                 * sin(radians(longitude - %(longitude)s::float8) / 2) ^ 2)))"""
