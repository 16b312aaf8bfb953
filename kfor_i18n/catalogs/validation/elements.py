"""The names of the elements of HTML, SVG and MathML, including obsolete ones.

From the HTML Standard (sections "Elements" and "Obsolete features"), SVG 1.1 and 2, MathML Core and
the presentation elements of MathML 3. In a page, any other name in angle brackets is an element
without a meaning.
"""

from __future__ import annotations

_HTML = """
a abbr acronym address applet area article aside audio b base basefont bdi bdo bgsound big blink
blockquote body br button canvas caption center cite code col colgroup content data
datalist dd del details dfn dialog dir div dl dt element em embed fencedframe fieldset
figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i
iframe image img input ins isindex kbd keygen label legend li link listing main map mark marquee
menu menuitem meta meter multicol nav nextid nobr noembed noframes noscript object ol optgroup
option output p param picture plaintext portal pre progress q rb rbc rp rt rtc ruby s samp
script search section select selectedcontent shadow slot small source spacer span strike strong
style sub summary sup table tbody td template textarea tfoot th thead time title tr track tt u
ul var video wbr xmp
"""

_SVG = """
altglyph altglyphdef altglyphitem animate animatecolor animatemotion animatetransform circle
clippath cursor defs desc discard ellipse feblend fecolormatrix fecomponenttransfer fecomposite
feconvolvematrix fediffuselighting fedisplacementmap fedistantlight fedropshadow feflood fefunca
fefuncb fefuncg fefuncr fegaussianblur feimage femerge femergenode femorphology feoffset
fepointlight fespecularlighting fespotlight fetile feturbulence filter foreignobject g glyph
glyphref hatch hatchpath hkern line lineargradient marker mask mesh meshgradient meshpatch
meshrow metadata mpath path pattern polygon polyline radialgradient rect set solidcolor stop svg
switch symbol text textpath tref tspan use view vkern
"""

_MATHML = """
maction maligngroup malignmark math menclose merror mfenced mfrac mglyph mi mlabeledtr mlongdiv
mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow ms mscarries mscarry msgroup
msline mspace msqrt msrow mstack mstyle msub msubsup msup mtable mtd mtext mtr munder munderover
semantics annotation
"""

ELEMENTS = frozenset((_HTML + _SVG + _MATHML).split())
"""The names in lower case."""
