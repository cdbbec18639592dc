// Package keymap is the one table of keys: what can be done, which key does it where,
// and which keys a scope lets through. Dispatch, footer, help, palette, manual and every
// sentence that names a key, as {key:undo}, are made from it. See [Table].
package keymap

import "slices"

// Action is something a key does; its name stands in sentences: {key:undo}.
type Action string

const (
	None        Action = ""
	Help        Action = "help"
	Quit        Action = "quit"
	Save        Action = "save"
	Back        Action = "back"
	Undo        Action = "undo"
	Redo        Action = "redo"
	Findings    Action = "findings"
	Export      Action = "export"
	FillZero    Action = "fill-zero"
	Open        Action = "open"
	New         Action = "new"
	Delete      Action = "delete"
	Up          Action = "up"
	Down        Action = "down"
	Left        Action = "left"
	Right       Action = "right"
	PageUp      Action = "page-up"
	PageDown    Action = "page-down"
	Home        Action = "home"
	End         Action = "end"
	Top         Action = "top"
	Bottom      Action = "bottom"
	Edit        Action = "edit"
	Clear       Action = "clear"
	Commit      Action = "commit"
	Cancel      Action = "cancel"
	Next        Action = "next"
	Previous    Action = "previous"
	Erase       Action = "erase"
	EraseAhead  Action = "erase-ahead"
	NewLine     Action = "new-line"
	CutLine     Action = "cut-line"
	Toggle      Action = "toggle"
	Submit      Action = "submit"
	Interrupt   Action = "interrupt"
	SelectUp    Action = "select-up"
	SelectDown  Action = "select-down"
	SelectLeft  Action = "select-left"
	SelectRight Action = "select-right"
	SelectAll   Action = "select-all"
	Selecting   Action = "selecting"
	Copy        Action = "copy"
	Cut         Action = "cut"
	Paste       Action = "paste"
	FillDown    Action = "fill-down"
	FillRight   Action = "fill-right"
	NextBlank   Action = "next-blank"
	Totals      Action = "totals"
	NextFinding Action = "next-finding"
	Find        Action = "find"
	Accept      Action = "accept"
	Outline     Action = "outline"
	LastYear    Action = "last-year"
	TakeLast    Action = "take-last"
	ReplaceAll  Action = "replace-all"
	WordLeft    Action = "word-left"
	WordRight   Action = "word-right"
	WordUp      Action = "word-up"
	WordDown    Action = "word-down"
	LastUp      Action = "last-up"
	LastDown    Action = "last-down"
	Palette     Action = "palette"
	Note        Action = "note"
	Mine        Action = "mine"
	Theirs      Action = "theirs"
	Settings    Action = "settings"
	Redraw      Action = "redraw"
	SelectHome  Action = "select-home"
	SelectEnd   Action = "select-end"
	Figures     Action = "figures"
	Preview     Action = "preview"
	Mend        Action = "mend"
	Repair      Action = "repair"
	RepairAll   Action = "repair-all"
	Explain     Action = "explain"
	SwitchOff   Action = "switch-off"
	OnlyPart    Action = "only-part"
	OtherSide   Action = "other-side"
	Import      Action = "import"
	Finish      Action = "finish"
	History     Action = "history"
	Recheck     Action = "recheck"
	Compare     Action = "compare"
	Restore     Action = "restore"
	Look        Action = "look"
	Example     Action = "example"
	Rescue      Action = "rescue"
	Retry       Action = "retry"
	UseCopy     Action = "use-copy"
	Cover       Action = "cover"
	First       Action = "first" // of the answers to a question
	Second      Action = "second"
	Third       Action = "third"
	Sum         Action = "sum"     // of units' reports
	Receive     Action = "receive" // accept a unit's report
	Return      Action = "return"  // give it back
	Excuse      Action = "excuse"
	Remind      Action = "remind"
	HandUp      Action = "hand-up" // to the collector
	Mark        Action = "mark"    // one of several
)

// changing are the actions that a report which is final or only looked at refuses.
var changing = []Action{Edit, Clear, FillZero, Cut, Paste, FillDown, FillRight, Note, NewLine, Erase, EraseAhead,
	CutLine, Outline, Figures, TakeLast, Repair, Explain, SwitchOff, Import, Recheck, Restore, Undo, Redo, Receive, Return, Excuse}

// Changes reports that an action changes a report.
func (a Action) Changes() bool { return slices.Contains(changing, a) }

// initials are the actions that the palette offers, by the initials of what
// they are called in pinyin.
var initials = map[Action]string{
	Open: "dk", New: "xj", Export: "dc", Delete: "sc", Undo: "cx", Redo: "cz", Findings: "hd",
	FillZero: "kbt0", Find: "zg", NextBlank: "xykb", Totals: "zsdzj", NextFinding: "xycwt", Edit: "gai", Clear: "qc",
	Copy: "fz", Cut: "jq", Paste: "zt", FillDown: "wxt", FillRight: "wyt", Note: "xfz", SelectAll: "qx",
	Selecting: "xk", Outline: "crtg", LastYear: "ksn", TakeLast: "qysn", ReplaceAll: "qbh", CutLine: "sddm", Save: "bc", Help: "bz", Quit: "tc", Back: "fh",
	Figures: "cs", Preview: "yl", Settings: "sz", Redraw: "chpm",
	Mend: "jcl", Repair: "yjgz", RepairAll: "yqg", Explain: "xsm", SwitchOff: "tygz", OtherSide: "tdb", Import: "dr", Top: "kt", Bottom: "mw",
	WordLeft: "zby", WordRight: "yby", WordUp: "sby", WordDown: "xby",
	Finish: "dg", History: "xgjl", Recheck: "fuh", Compare: "hxzb", Restore: "hf", Look: "zk", Example: "klz", Rescue: "zhgd",
	HandUp: "bs", Remind: "cb", Sum: "hz", Receive: "js", Return: "th", Excuse: "bybg", Mark: "xz",
}

// initialsIn are those of actions that are called otherwise in a scope.
var initialsIn = map[Scope]map[Action]string{
	InReading: {Submit: "cr", Toggle: "qh", Accept: "xy", SelectAll: "qb", OnlyPart: "zsybf"},
	InChoose:  {Open: "dr"},
	InTrash:   {Open: "hf"},
	InTally:   {Open: "xz", Accept: "zjy", Submit: "tr", Toggle: "qh"},
	InUnits:   {Open: "kbg", Import: "sb", New: "jdw", Look: "kzb", TakeLast: "yysnmd", Toggle: "ztsx"},
}

// Initials are the initials by which the palette finds a binding; "" keeps it
// out of there.
func (b Binding) Initials() string {
	if word := initialsIn[b.Where][b.Do]; word != "" {
		return word
	}
	return initials[b.Do]
}
