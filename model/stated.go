package model

// StatedTotal is a computed cell's figure as another source has it; blank for none. It
// is settled where it agreed with the sum once, or a person has decided: then it is a
// witness as long as it agrees, and a note where somebody has changed a figure under it.
func (r *Report) StatedTotal(id CellID) (f Figure, settled bool) {
	if f, ok := r.Printed[id]; ok {
		return f, true
	}
	return r.Stated[id], false
}

// Witness is a computed cell's figure as another source has it where that speaks for or
// against the parts, which make sum; blank where nothing does.
func (r *Report) Witness(id CellID, sum Figure) Figure {
	if f, settled := r.StatedTotal(id); !settled || f == sum {
		return f
	}
	return Blank
}

// SettleStated notes of the stated totals that they agree with the sums, where they do.
// It is for what has just been read: of a report at work that is an edit's to say.
func (r *Report) SettleStated() {
	r.agreeing(func(id CellID, f Figure) { r.Printed[id] = f })
}

// DropStated forgets the stated totals that agree with the sums: this program has added
// them up itself.
func (r *Report) DropStated() { r.agreeing(func(CellID, Figure) {}) }

func (r *Report) agreeing(take func(CellID, Figure)) {
	if len(r.Stated) == 0 {
		return
	}
	sheet := Evaluate(r)
	for id, stated := range r.Stated {
		if stated == sheet.At(id) && !sheet.Unknown(id) {
			delete(r.Stated, id)
			take(id, stated)
		}
	}
}

// SetStated is the edit that keeps the ledger's figure for a total, or with a
// blank drops what the report has of one.
func SetStated(r *Report, cell CellID, f Figure) Edit {
	t := Target{TargetStated, string(cell)}
	e := Edit{Label: "修改 " + r.TargetName(t)}
	e.add(r, t, f.String())
	e.add(r, Target{TargetPrinted, string(cell)}, "")
	return e
}

// Settle is the edit by which the sum holds: what the paper said is a note from then on.
func Settle(r *Report, cell CellID) Edit {
	e := Edit{Label: "总计按加起来的：" + r.Form.Cell(cell).Brief()}
	e.add(r, Target{TargetPrinted, string(cell)}, r.Stated[cell].String())
	e.add(r, Target{TargetStated, string(cell)}, "")
	return e
}

// settleAgreeing are the changes that settle the stated totals which agree with the sums.
func settleAgreeing(r *Report) (changes []Change) {
	sheet := Evaluate(r)
	for _, c := range r.Form.Cells() {
		if stated, ok := r.Stated[c.ID]; ok && stated == sheet.Of(c) && !sheet.Unknown(c.ID) {
			changes = append(changes, Settle(r, c.ID).Changes...)
		}
	}
	return changes
}
