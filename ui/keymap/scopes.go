package keymap

import "slices"

// Scope is a place where keys mean the same; its name stands before an action's where
// that has other keys elsewhere: {key:list.open}.
type Scope string

const (
	InChoose   Scope = "choose"
	InReading  Scope = "reading"
	InCorrect  Scope = "correct"
	InList     Scope = "list"
	InContents Scope = "contents"
	InTable    Scope = "table"
	InCell     Scope = "cell"
	InText     Scope = "text"
	InFindings Scope = "findings"
	InTogether Scope = "together"
	InExport   Scope = "export"
	InExplain  Scope = "explain"
	InPreview  Scope = "preview"
	InForm     Scope = "form"
	InFind     Scope = "find"
	InFigures  Scope = "figures"
	InSeek     Scope = "seek"
	InLast     Scope = "last"
	InNote     Scope = "note"
	InRecheck  Scope = "recheck"
	InHistory  Scope = "history"
	InRevision Scope = "revision"
	InReopen   Scope = "reopen"
	InPalette  Scope = "palette"
	InConfirm  Scope = "confirm"
	InClash    Scope = "clash"
	InSettings Scope = "settings"
	InTrash    Scope = "trash"
	InUnits    Scope = "units"
	InParts    Scope = "parts"
	InLine     Scope = "line"
	InTally    Scope = "tally"
	InAnswer   Scope = "answer"
	InBehind   Scope = "behind"
	InTrouble  Scope = "trouble"
	InHelp     Scope = "help"
	InHelpSeek Scope = "help-seek"
	InReport   Scope = "report"
	Anywhere   Scope = "anywhere"
)

// room is a scope with what it lets through of the keys that work all around it.
type room struct {
	scope Scope
	title string   // in help
	stops []Action // that do nothing here
	back  []Action // that are taken for [Back] while an answer must be given: the question comes first
	apart bool     // what changes here is not the report in hand: undo and the like are the screen's own
	foot  []Action // the most useful first, for the footer; nil for what has a word, as the table has it
}

// menus don't open in front of what stands in front of everything.
var menus = []Action{Palette, Settings}

// rooms are all scopes, in the order of the help screen.
var rooms = []room{
	{scope: InList, title: "报告列表", foot: []Action{Rescue, Open, New, Import, Export, Undo, Delete, Look, Example}},
	{scope: InContents, title: "报告目录", foot: []Action{Open, Sum, FillZero, Finish, Undo, Findings, Export, HandUp, Import, History}},
	{scope: InUnits, title: "汇总：各单位", foot: []Action{Open, Receive, Return, Import, Sum, New, Mark, Toggle, Undo, Look}},
	{scope: InParts, title: "汇总数从哪里来"},
	{scope: InTally, title: "按台账填表", apart: true, foot: []Action{Open, Accept, Submit, Toggle, Undo}},
	{scope: InAnswer, title: "台账里的写法怎么算"},
	{scope: InBehind, title: "这一格是台账里的哪几行"},
	{scope: InTable, title: "填表", foot: []Action{Commit, Sum, FillZero, NextBlank, Finish, Undo, Findings, Export, Find, Edit}},
	{scope: InCell, title: "正在填一格"},
	{scope: InText, title: "写文字", foot: []Action{Outline, LastYear, NextFinding, Findings, Export, Undo, Find}},
	{scope: InFindings, title: "核对结果"},
	{scope: InTogether, title: "看一起改的各处"},
	{scope: InExplain, title: "写说明"},
	{scope: InExport, title: "导出"},
	{scope: InPreview, title: "预览"},
	{scope: InChoose, title: "读入文件"},
	{scope: InReading, title: "看读出的内容", apart: true},
	{scope: InCorrect, title: "改读出的数", apart: true},
	{scope: InForm, title: "新建报告、改封面", apart: true},
	{scope: InFind, title: "找一格"},
	{scope: InFigures, title: "插入表里的数"},
	{scope: InSeek, title: "在文字里找"},
	{scope: InLast, title: "取用上年的文字"},
	{scope: InNote, title: "写附注"},
	{scope: InRecheck, title: "复核"},
	{scope: InHistory, title: "修改记录"},
	{scope: InRevision, title: "看以前的一稿"},
	{scope: InLine, title: "写一行"},
	{scope: InReopen, title: "写更正的原因"},
	{scope: InTrash, title: "已删除的报告"},
	{scope: InPalette, title: "找一件事做", stops: menus},
	{scope: InConfirm, title: "问是否", stops: menus, back: []Action{Quit}},
	{scope: InClash, title: "两边改了同一处", stops: menus, back: []Action{Quit, Help}},
	{scope: InSettings, title: "设置", stops: menus},
	{scope: InTrouble, title: "数据文件打不开时", stops: menus},
	{scope: InHelp, title: "看帮助", stops: []Action{Help}},
	{scope: InHelpSeek, title: "在手册里找", stops: append([]Action{Help}, menus...)},
	{scope: InReport, title: "报告里各处"},
	{scope: Anywhere, title: "各处"},
}

// Scopes are all scopes, in the order of the help screen.
func Scopes() []Scope {
	var all []Scope
	for _, r := range rooms {
		all = append(all, r.scope)
	}
	return all
}

func (s Scope) room() room {
	i := slices.IndexFunc(rooms, func(r room) bool { return r.scope == s })
	if i < 0 {
		return room{scope: s}
	}
	return rooms[i]
}

// Title is what help calls the scope.
func (s Scope) Title() string { return s.room().title }

// Stops reports that an action which works all around does nothing in the scope.
func (s Scope) Stops(do Action) bool { return slices.Contains(s.room().stops, do) }

// TakesForBack reports that an action is taken for [Back] while an answer must be given.
func (s Scope) TakesForBack(do Action) bool { return slices.Contains(s.room().back, do) }

// Apart reports that what is done in the scope changes something else than the report
// in hand, which is no matter of the report's own actions, or of its being final.
func (s Scope) Apart() bool { return s.room().apart }

// Footed are the most useful actions of the scope, for its footer; nil where its
// table has no other order.
func (s Scope) Footed() []Action { return s.room().foot }
