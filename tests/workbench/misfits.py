"""An application with a text for each way in which a translation may not fit, and one that fits."""

from __future__ import annotations

from tests.builders import HEADERS

APP = '''
from flask import Flask, render_template_string
from flask_babel import Babel, ngettext

app = Flask(__name__)
Babel(app)
STYLE = """<!doctype html><meta name=viewport content="width=device-width"><style>
body { margin: 0; font: 16px/1.5 "DejaVu Sans", sans-serif; } a, button { font: inherit; }
.clip { width: 8rem; overflow: hidden; white-space: nowrap; }
.low { height: 1.5rem; width: 8rem; overflow: hidden; }
.dots { width: 8rem; overflow: hidden; white-space: nowrap; text-overflow: ellipsis; }
.wide { white-space: nowrap; }
.box { width: 8rem; border: 1px solid; white-space: nowrap; }
.row { position: relative; height: 2rem; } .row * { position: absolute; white-space: nowrap; }
.row * + * { left: 6rem; }
.menu { width: 8rem; } .scroll { width: 8rem; overflow: auto; white-space: nowrap; }
.spoken { position: absolute; width: 1px; height: 1px; overflow: hidden; white-space: nowrap; }
.away { position: absolute; left: -999px; width: 8rem; overflow: hidden; white-space: nowrap; }
.phone { display: none; } @media (max-width: 400px) { .phone { display: block; width: 8rem; } }
input { width: 8rem; }
</style>"""

@app.get("/")
def misfits():
    return render_template_string(STYLE + """<title>{{ _('Misfits') }}</title>
<p class=clip>{{ _('Clipped') }}</p> <p class=low>{{ _('Low') }}</p>
<p class=dots>{{ _('Dots') }}</p>
<p class=wide>{{ _('Sideways') }}</p> <p class=box><b>{{ _('Outside') }}</b></p>
<div class=row><i>{{ _('Overlap') }}</i><i>{{ _('Beside') }}</i></div>
<h2 class=menu>{{ _('Heading') }}</h2> <nav class=menu><a href=/>{{ _('Item') }}</a></nav>
<button class="menu phone">{{ _('Button') }}</button>
<input type=submit value="{{ _('Send') }}"> <input placeholder="{{ _('Search') }}">
<p class=clip>{{ ngettext('%(num)d day', '%(num)d days', 2) }}</p>
""")

@app.get("/fine/")
def fine():
    return render_template_string(STYLE + """<title>{{ _('Sideways') }}</title>
<p>{{ _('Clipped') }} {{ _('Heading') }}</p> <p class=scroll>{{ _('Sideways') }}</p>
<h1>{{ _('Short') }}</h1> <span class=spoken>{{ _('Sideways') }}</span>
<p class=away>{{ _('Sideways') }}</p> <p class=clip>{{ _('Both are much too long for it') }}</p>
<p hidden>{{ _('Sideways') }}</p> <a href=/ class=menu>{{ _('Item') }}</a>
<p class=dots>{{ _('Short') }}</p>
<textarea>{{ _('Sideways') }}</textarea> <p class=box>{{ _('Short') }}</p>
<p>{{ ngettext('%(num)d day', '%(num)d days', 2) }}</p>
""")

@app.get("/broken/")
def broken():
    1 / 0
'''

LONG = "Zelo dolgo besedilo brez konca in kraja"
"""A translation that has not enough room."""

_SINGLE = {
    "Misfits": "Kar ne gre",
    "Clipped": LONG,
    "Low": LONG,
    "Dots": LONG,
    "Sideways": f"{LONG}, ki je širše od vsakega telefona",
    "Outside": "Širše od okvira",
    "Overlap": "Čez drugo besedilo",
    "Beside": "Zraven",
    "Heading": LONG,
    "Item": LONG,
    "Button": LONG,
    "Send": LONG,
    "Search": LONG,
    "Short": "Kratko",
    "Both are much too long for it": LONG,
}

_PLURAL = """
#, python-format
msgid "%(num)d day"
msgid_plural "%(num)d days"
msgstr[0] "%(num)d dan"
msgstr[1] "%(num)d dneva"
msgstr[2] "%(num)d dolgi in naporni dnevi"
msgstr[3] "%(num)d dni"
"""

TEXT = HEADERS["sl"] + "".join(
    f'\nmsgid "{source}"\nmsgstr "{target}"\n' for source, target in _SINGLE.items()
) + _PLURAL  # fmt: skip

ALL, PHONES = "320, 390, 768, 1280", "320, 390"

EXPECTED = {
    "Clipped": ("cut off", ALL),
    "Low": ("cut off", ALL),
    "Dots": ("shortened with an ellipsis", ALL),
    "Sideways": ("wider than the window", PHONES),
    "Outside": ("larger than its box", ALL),
    "Overlap": ("overlaps another text", ALL),
    "Heading": ("more lines than the source text", ALL),
    "Item": ("more lines than the source text", ALL),
    "Button": ("more lines than the source text", PHONES),
    "Send": ("cut off", ALL),
    "Search": ("cut off", ALL),
    "%(num)d day": ("msgstr[2]: cut off", ALL),
}
"""What is said of the messages that do not fit, and at which widths."""
