"""What each published figure is made of: the table of its parts, how rows join, what adds up."""
