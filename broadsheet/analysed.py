"""An article's texts with their spaCy analysis, as the derive packages get it.

`find_mentions`, `find_dates`, `find_numbers` and `find_claims` all take an AnalysedArticle and return rows;
`TextPart.cite` makes the evidence of a row, so that no row can name a text that does not stand there.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from spacy.tokens import Doc

from broadsheet.character_references import DecodedArticle
from broadsheet.errors import EvidenceError
from broadsheet.records import ArticleText, Evidence, Paragraph, Sentence, Unanalysed


@dataclass(frozen=True, slots=True)
class TextPart:
    """One analysed text of an article: its body, or a headline that is not part of the body.

    `doc.text == text`, so token offsets (`token.idx`) are offsets into `text`. `paragraphs` is empty for a headline
    part. `headline_end` is the end of the headline within a body that begins with it, else 0.
    """

    article_version_id: str
    text: str
    doc: Doc
    is_headline: bool
    paragraphs: tuple[Paragraph, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    headline_end: int = 0

    def paragraph_at(self, start_char: int) -> Paragraph | None:
        """The paragraph that holds a code point; None between paragraphs and in a headline part."""
        index = bisect_right(self.paragraphs, start_char, key=lambda paragraph: paragraph.start_char) - 1
        if index < 0 or start_char >= self.paragraphs[index].end_char:
            return None
        return self.paragraphs[index]

    def sentence_at(self, start_char: int) -> Sentence | None:
        """The sentence that holds a code point; None between sentences."""
        index = bisect_right(self.sentences, start_char, key=lambda sentence: sentence.evidence.start_char) - 1
        if index < 0 or start_char >= self.sentences[index].evidence.end_char:
            return None
        return self.sentences[index]

    def cite(self, start_char: int, end_char: int) -> Evidence:
        """Evidence for text[start_char:end_char]. Raises EvidenceError where that is empty or outside the text."""
        if not 0 <= start_char < end_char <= len(self.text):
            raise EvidenceError(f"Cannot cite {start_char}:{end_char} of a text of {len(self.text)} code points.")
        sentence = self.sentence_at(start_char)
        paragraph = self.paragraph_at(start_char)
        return Evidence(
            article_version_id=self.article_version_id,
            sentence_id=sentence.sentence_id if sentence else None,
            in_headline=self.is_headline or end_char <= self.headline_end,
            start_char=start_char,
            end_char=end_char,
            surface=self.text[start_char:end_char],
            is_boilerplate=paragraph.is_boilerplate if paragraph else False,
        )


@dataclass(frozen=True, slots=True)
class AnalysedArticle:
    """An article with its analysed parts, the headline part (where it stands apart) before the body.

    unanalysed: why its parts have no sentences, where finding them failed. decoded: where the given text holds
    character references, how to move rows back to it; `article` is then the decoded one.
    """

    article: ArticleText
    parts: tuple[TextPart, ...]
    unanalysed: tuple[Unanalysed, ...] = ()
    decoded: DecodedArticle | None = None

    @property
    def body(self) -> TextPart:
        """The part that is the article's text."""
        return self.parts[-1]
