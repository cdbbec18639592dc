package cli

import (
	"cmp"
	"fmt"
	"strings"

	"nianbao/model"
	"nianbao/model/ledger"
	"nianbao/ui/backend"
	"nianbao/ui/counting"
	"nianbao/ui/width"
)

// ledgerOpen is an application that is open, and when it is due.
type ledgerOpen struct {
	Number   string     `json:"number"`
	Received ledger.Day `json:"received"`
	Due      ledger.Day `json:"due"`
	DaysLeft *int       `json:"days_left"` // working days; null where nobody knows
	Why      string     `json:"why"`
	Where    string     `json:"where"`
}

// openOf has the open applications as they are printed.
func openOf(terms []counting.Term) []ledgerOpen {
	out := []ledgerOpen{}
	for _, t := range terms {
		x := ledgerOpen{Number: ledger.KeepNumber(t.Row.Number), Received: t.Row.Received, Due: t.Due, Why: t.Why, Where: ledger.KeepPlace(t.Row.Where)}
		if t.Due != "" {
			x.DaysLeft = &t.DaysLeft
		}
		out = append(out, x)
	}
	return out
}

// tellOpen prints the open applications, overdue first.
func (c *ledgerCall) tellOpen(book *ledger.Book, on ledger.Day) error {
	terms := counting.Terms(c.Calendar, ledger.NewWords(model.Newest()), book, on)
	overdue := counting.Overdue(terms)
	told := newLedgerTold(book, nil)
	told.Remarks = append(told.Remarks, counting.Unsure(c.Calendar, terms, on)...)
	told.Open, told.Overdue = openOf(terms), overdue
	if err := c.print(told, strings.Join(counting.TermLines(c.Calendar, book, on), "\n")+"\n"); err != nil {
		return err
	}
	if overdue > 0 {
		return errFindings
	}
	return nil
}

// rowBehind is a row of a ledger behind a cell.
type rowBehind struct {
	Where     string     `json:"where"`
	Number    string     `json:"number"`
	Received  ledger.Day `json:"received"`
	Answered  ledger.Day `json:"answered"`
	Applicant string     `json:"applicant"`
	Outcome   string     `json:"outcome"`
}

// rowsBehind tells which rows of the ledger stand behind cells.
func (c *showCall) rowsBehind() error {
	if len(c.args) < 2 {
		return backend.Usage("例：nianbao show 某某局-2026 3.granted.natural_person --rows", "--rows 要写明是哪几格")
	}
	r, err := c.load(c.args[0])
	if err != nil {
		return err
	}
	taken, err := counting.Taken(c.store, r)
	if err != nil {
		return err
	}
	if taken == nil {
		return backend.Usage("先用 nianbao ledger 报告 台账.xlsx 按台账填", "%s 不是按台账填的，没有可看的行", r.Name())
	}
	type behind struct {
		Cell  model.CellID `json:"cell"`
		Value model.Figure `json:"value"`
		Rows  []rowBehind  `json:"rows"`
	}
	cells, sheet, words := []behind{}, model.Evaluate(r), ledger.NewWords(r.Form)
	var b strings.Builder
	for _, name := range c.args[1:] {
		cell, err := findCell(r.Form, name)
		if err != nil {
			return err
		}
		x := behind{cell.ID, sheet.At(cell.ID), []rowBehind{}}
		for _, k := range taken.Behind(r.Form, cell.ID) {
			x.Rows = append(x.Rows, rowBehind{k.Where, k.Number, k.Received, k.Answered, words.Name(k.Applicant), words.Name(k.Outcome)})
		}
		fmt.Fprintf(&b, "%s  %s，台账里 %d 行（%s 读）\n", cell.Brief(), shown(x.Value), len(x.Rows), taken.Day())
		for _, k := range x.Rows {
			fmt.Fprintf(&b, "  %s  %s  收到 %s  答复 %s  %s  %s\n", width.Pad(cmp.Or(k.Number, "（没有编号）"), 20), width.Pad(k.Where, 24), k.Received, cmp.Or(string(k.Answered), "—"), k.Applicant, k.Outcome)
		}
		cells = append(cells, x)
	}
	return c.told(c.print(map[string]any{"cells": cells}, b.String()))
}
