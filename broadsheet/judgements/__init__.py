"""What a person says about who is who: judgements.csv, aliases.csv and entities.csv beside sources.toml.

Belongs here: reading and writing these files, suggesting what to judge, and explaining who is who. Applying what they
say is SQL (`sql/model/entity_judgements.sql`, `article_entities.sql`).
"""

from broadsheet.judgements.own_entities import read_own_entities
from broadsheet.judgements.reading import read_judgements
from broadsheet.judgements.references import Reference, parse_reference

__all__ = ["Reference", "parse_reference", "read_judgements", "read_own_entities"]
