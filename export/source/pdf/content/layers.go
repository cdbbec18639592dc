package content

// layers are those of a file that are not shown (ISO 32000-1, 8.11), by the
// object's number.
type layers struct {
	others bool         // all that are not in except
	except map[int]bool // of them
}

func (d *Document) readLayers(root value) {
	v := root.key("OCProperties").key("D")
	d.layers = layers{others: v.key("BaseState").name() == "OFF", except: map[int]bool{}}
	key := "OFF"
	if d.layers.others {
		key = "ON"
	}
	for _, o := range v.key(key).list {
		if o.kind == 'R' {
			d.layers.except[int(o.num)] = true
		}
	}
}

func (l layers) hides(o operand) bool {
	return o.kind == 'R' && l.except[int(o.num)] != l.others
}

// hidden reports whether what belongs to a layer, or to several by a rule, is
// not shown.
func (d *Document) hidden(o operand) bool {
	v := d.file.resolve(o)
	if v.key("Type").name() != "OCMD" {
		return v.isDict() && d.layers.hides(o)
	}
	groups := v.operand.key("OCGs")
	if all := d.file.resolve(groups); all.kind == '[' {
		groups = all.operand
	} else if groups.kind == 'R' {
		groups = operand{kind: '[', list: []operand{groups}}
	}
	off := 0
	for _, g := range groups.list {
		if d.layers.hides(g) {
			off++
		}
	}
	on := len(groups.list) - off
	switch v.key("P").name() {
	case "AllOn":
		return off > 0
	case "AnyOff":
		return off == 0
	case "AllOff":
		return on > 0
	}
	return on == 0 && off > 0
}
