// The types of what the server answers, for the other modules' checked comments. Nothing runs here.

/**
 * @typedef {"text" | "placeholder" | "tag" | "space"} PieceKind
 * @typedef {[PieceKind, string]} Piece
 * @typedef {Piece | ["term", string, number]} SourcePiece a term has its index among the entry's
 * @typedef {["equal" | "delete" | "insert", string]} Segment
 */

/**
 * @typedef {object} Finding
 * @property {string} code
 * @property {string} title
 * @property {"error" | "warning"} severity
 * @property {string} text
 * @property {number | null} form
 * @property {boolean} can_dismiss
 * @property {[number, number][]} [spans] in code points of the form's text
 * @property {{start?: string, end?: string}} [fix] the white space to begin or to end with
 * @property {Term[]} [terms] the terms of the glossary that are missing
 * @property {{page: string, width: number}[]} [shows] where to see what does not fit
 *
 * @typedef {{source: string, target: string}} Term
 * @typedef {Term & {note: string, use: "used" | "probable" | "unused", use_text: string}} UsedTerm
 */

/**
 * @typedef {object} Changed
 * @property {"changed"} kind
 * @property {string[]} base none if they are not known
 * @property {string[]} mine
 * @property {string[]} theirs
 * @property {Segment[][]} mine_diff
 * @property {Segment[][]} theirs_diff
 * @property {Segment[][]} between from theirs to mine
 * @property {string[] | null} merged
 * @property {string} seen
 *
 * @typedef {object} Gone
 * @property {"gone"} kind
 * @property {string} text
 * @property {string[]} mine
 *
 * @typedef {Changed | Gone} Conflict
 */

/**
 * @typedef {object} Form
 * @property {number} index
 * @property {string} label
 * @property {number[]} samples
 * @property {string} text
 *
 * @typedef {object} Same
 * @property {string} catalog
 * @property {string} id
 * @property {string | null} context
 * @property {string} domain
 * @property {string[]} forms
 * @property {string} target the first form that is not empty
 */

/**
 * @typedef {object} Entry
 * @property {string} catalog
 * @property {string} id
 * @property {string} msgid
 * @property {string | null} msgid_plural
 * @property {string | null} context
 * @property {boolean} plural
 * @property {string} lang
 * @property {"ltr" | "rtl"} dir
 * @property {string} [source_lang]
 * @property {"ltr" | "rtl"} [source_dir]
 * @property {State} [state]
 * @property {string} [state_text]
 * @property {string} [kind_text]
 * @property {{label: string, pieces: SourcePiece[]}[]} sources
 * @property {Form[]} forms
 * @property {UsedTerm[]} terms the terms of the glossary in the source
 * @property {string[]} insertables
 * @property {string | null} comment
 * @property {boolean} [comment_changed] the comment is that of the draft
 * @property {string[]} [questions] those to the developers
 * @property {string[]} extracted
 * @property {string[]} references
 * @property {string[]} flags
 * @property {boolean} fuzzy
 * @property {{source: Segment[] | null, plural?: Segment[] | null, context: Segment[] | null} | null} previous
 * @property {boolean} is_draft
 * @property {string} seen
 * @property {string[]} [base] the forms that the entry had when its text was begun
 * @property {string} draft_seen what changes with the draft that the server has; "" if it has none
 * @property {Finding[]} findings
 * @property {string | null} shown
 * @property {Conflict | null} conflict
 * @property {Same[]} same
 * @property {number[]} samples
 * @property {boolean} can_undo
 * @property {boolean} can_redo
 * @property {number} left
 */

/**
 * @typedef {"untranslated" | "fuzzy" | "translated" | "invalid" | "gone"} State
 * @typedef {"text" | "attribute" | "raw" | "comment" | "probable" | "used" | ""} Kind
 *
 * @typedef {object} Message
 * @property {string} id
 * @property {string} source
 * @property {string} target
 * @property {string | null} context
 * @property {State} state
 * @property {string} state_text
 * @property {boolean} draft
 * @property {number} findings
 * @property {boolean} plural
 * @property {number} [questions] how many questions to the developers it has
 * @property {Kind} kind
 * @property {string} kind_text
 * @property {string} [why] why no page has it
 *
 * @typedef {{total: number, offset: number, items: Message[]}} Messages
 *
 * @typedef {object} PagePlaces
 * @property {string} page
 * @property {string} path what the page is called
 * @property {string} title
 * @property {[string, number][]} kinds the kinds of its places in their order, with how many are in a row
 * @property {number} count
 *
 * @typedef {{places: PagePlaces[], reasons: string[], index: Index}} PlacesAnswer
 */

/**
 * @typedef {object} Catalog
 * @property {string} id
 * @property {string} locale
 * @property {string} lang
 * @property {string} name
 * @property {"ltr" | "rtl"} dir
 * @property {string} domain
 * @property {string} path
 * @property {number} total
 * @property {number} translated
 * @property {number} fuzzy
 * @property {number} untranslated
 * @property {number} invalid
 * @property {number} drafts
 * @property {string | null} problem
 * @property {boolean} [gone] its file is gone
 *
 * @typedef {object} Page
 * @property {string} id
 * @property {string} path
 * @property {string | null} locale
 * @property {string} name
 * @property {"page" | "scene" | "file"} kind
 * @property {boolean} front the application begins here, or its part in one locale does
 * @property {Record<string, string>} notes what is said of it in the list, by locale
 *
 * @typedef {{state: "none" | "starting" | "ready" | "failed", problem: string | null, output: string[], generation: number, edition: number}} Application
 * @typedef {{done: number, total: number}} Index
 *
 * @typedef {object} Project
 * @property {string} name
 * @property {string} root
 * @property {string | null} app
 * @property {number} version
 * @property {string | null} settings what became of the settings since the start
 * @property {Catalog[]} catalogs
 * @property {Page[]} pages
 * @property {Application} application
 * @property {Index} index
 *
 * @typedef {object} Changes
 * @property {number} version
 * @property {boolean} [restarted]
 * @property {string | null} settings
 * @property {boolean} [isOwn] all of it is a draft that this tab sent
 * @property {Catalog[]} catalogs
 * @property {string[]} gone the ids of catalogs whose files are gone
 * @property {{catalog: string, id: string}[]} entries
 * @property {Application} application
 * @property {Page[] | null} pages
 * @property {Index} index
 */

/**
 * @typedef {object} Draft
 * @property {string} catalog
 * @property {string} id
 * @property {string[]} forms
 * @property {string | null} comment
 * @property {boolean} fuzzy
 * @property {string} seen
 * @property {string} msgid by this and the next two, a new server knows a message that is gone
 * @property {string | null} msgid_plural
 * @property {string | null} context
 * @property {string[]} [base] the forms that its author saw, which a new server does not know
 * @property {string | null} [draft_seen] the draft that its author has seen, which this one replaces
 *
 * @typedef {{findings: Finding[], shown: string | null, conflict: Conflict | null, terms: UsedTerm[], version: number, is_draft: boolean, draft_seen: string}} DraftAnswer
 * @typedef {{status: string, left: number, total: number, entry: Entry, needs_review: boolean}} SaveAnswer
 */

/**
 * @typedef {object} Match
 * @property {number} score 1 is the same source text
 * @property {Segment[]} source how its source text differs
 * @property {string[]} forms
 * @property {string} origin
 * @property {string[]} missing placeholders, tags and numbers that it does not have
 * @property {string[]} extra those that the source does not have
 * @property {{catalog: string, id: string, context: string | null} | null} message
 *
 * @typedef {{matches: Match[] | null, problems: string[]}} Similar
 */

/**
 * @typedef {object} PastChange
 * @property {string | null} commit the id of the commit; null if it is not committed yet
 * @property {string | null} author
 * @property {string | null} time
 * @property {string | null} subject the first line of the commit's message
 * @property {string | null} note what happened besides a change of the translation
 * @property {{form: number, segments: Segment[]}[]} diffs
 * @property {string[]} forms the translation after the change; none if the message was removed
 *
 * @typedef {object} Past
 * @property {string | null} problem why there is no history
 * @property {PastChange[]} rows
 * @property {boolean} is_complete all commits were read
 * @property {number} read
 * @property {number} total
 * @property {number} left how many older changes are not among the rows
 */

/**
 * @typedef {{source: string, context: string | null}} Named
 *
 * @typedef {object} HandedOver
 * @property {string} id the id of the catalog
 * @property {string} path
 * @property {Named[]} mine what this translator changed
 * @property {number} missing how many of the translator's messages no commit has
 * @property {number} others how many messages others changed
 * @property {Named[]} named the first of those
 * @property {boolean} has_other_lines only other lines than those of messages differ
 *
 * @typedef {object} Language
 * @property {string} locale
 * @property {string} name
 * @property {string} stamp what changes with all that was looked at
 * @property {string | null} problem why nothing can be committed now
 * @property {string[]} notes
 * @property {HandedOver[]} catalogs
 * @property {string} message
 * @property {string} message_whole the message if whole files are included
 *
 * @typedef {object} Handover
 * @property {string | null} absence why there can be no commit at all
 * @property {string} author git's user; "" if it has none
 * @property {{locale: string, name: string}[]} bundles
 * @property {Language[]} languages
 * @property {string} push the command that hands commits over, "" if there is none
 */

/**
 * @typedef {object} Place
 * @property {string | null} id
 * @property {string} catalog
 * @property {number} number
 * @property {Kind} kind
 * @property {string} kind_text
 * @property {string} element
 * @property {number} index
 * @property {string} attribute
 * @property {number | null} n
 *
 * @typedef {{catalog: string, source: string, state: State, state_text: string, findings: number}} Known
 *
 * @typedef {object} Rendering
 * @property {string} address
 * @property {string} path
 * @property {number} status
 * @property {string} locale
 * @property {Place[]} places
 * @property {string[]} probable
 * @property {string[]} used
 * @property {string | null} [problem] what the application failed with
 * @property {string | null} [note] why it is not what may be expected
 * @property {boolean} is_shown a frame can show it
 * @property {Record<string, Known>} [entries]
 */

export {};
