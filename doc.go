// Command nianbao fills in the yearly report on government information
// disclosure (政府信息公开工作年度报告) on the terminal, checks it and writes the
// finished files.
//
// # Words
//
// One meaning each, in names and comments alike.
//
//	edition       a form (表式) with the years in which it holds: that of 2019, of 2021
//	section       one of the six numbered parts of a report; its table, or its text
//	cell          one figure of the form, by name: 3.received.natural_person
//	computed      of a cell: the form works it out (总计); nobody enters it
//	figure        what a cell holds; blank where nobody has entered any
//	stated        what a paper says a computed cell is; a witness that nothing overrules
//	unread        of a cell: something stands there on the paper that could not be read
//	doubtful      read, but below [model.Sure], with the reason in how
//	left out      what a file has and no cell or text took, with the reason
//	seen          what a person sees of a run, a cell or a page; it is what is read
//	rule, finding what has to hold, and a place where it doesn't
//	explanation   why a finding is right as it stands, signed by somebody
//	edit          a change of cells or texts with a label; the only way to change a report
//	session       the edits of one person on one report, with undo
//	sitting       a session at a terminal: what a line that drops ends
//	revision      a state of a report that was saved; its number grows by one
//	place         where the cursor was, so that the next sitting begins there
//	draft, final  of a report: open to edits, or locked (定稿) with a check code
//	lease         the sign that a sitting has a report open (presence)
//	store         where reports are kept: records over transactions, whatever holds them
//
// Getting things back, one word a thing:
//
//	repair    the edit that a finding proposes, for one key
//	undo      takes back an edit of this session
//	restore   makes an earlier revision the report's state again, as an edit
//	undelete  brings a report back out of the trash
//	rescue    writes what could not be saved into a file of its own, and takes that up again
//	salvage   finds records in a damaged store, page by page
//	mend      makes a whole store of what was salvaged, beside the damaged one
package main
