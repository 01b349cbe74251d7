"""`broadsheet sql`: a query or a prompt on the published warehouse that can read it and nothing else.

Belongs here: running SQL for a person, showing the result, writing it to a file. The locks are those of
broadsheet.locked; publishing belongs in broadsheet.release, pages for a browser in broadsheet.browse, SQL over HTTP in
broadsheet.serving. Nothing is imported here, so that who needs a value written loads no prompt.
"""
