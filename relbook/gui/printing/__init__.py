"""A briefing sheet on paper: laid out, drawn, and sent to a printer or a PDF.

`lay_out` places a sheet on pages of one `Paper`, once for the preview, the printer and the PDF
alike; `paint` draws a page. What is laid out stays in its thread, for fonts do: what one thread
lays out for another to show is a `Proof`. A Qt application must be there and the typeface loaded (by
`Theme`, or `load_typeface` without a window); no display is needed, nor the window's thread.
"""

from relbook.gui.printing.drawing import Reader, paint
from relbook.gui.printing.layout import lay_out
from relbook.gui.printing.output import print_on, write_pdf
from relbook.gui.printing.pages import Block, Lines, Page, Pages
from relbook.gui.printing.paper import A4, LETTER, PAPERS, Paper, usual_paper
from relbook.gui.printing.proof import Proof, ProvedPage, prove

__all__ = [
    "A4",
    "LETTER",
    "PAPERS",
    "Block",
    "Lines",
    "Page",
    "Pages",
    "Paper",
    "Proof",
    "ProvedPage",
    "Reader",
    "lay_out",
    "paint",
    "print_on",
    "prove",
    "usual_paper",
    "write_pdf",
]
