package model

// Class is what offices call a finding by what it asks of the unit, beside its
// severity: their lists of checks have these four.
type Class string

// The classes, from the one that leaves no choice down.
const (
	Forced   Class = "强制"
	Pressed  Class = "准强制"
	ToVerify Class = "核实"
	ToNotice Class = "提示"
)

// Classes tells what each class asks, in a few Chinese words, the strictest first.
var Classes = []struct {
	Class Class
	Asks  string
}{
	{Forced, "必须改正，不能用说明代替"},
	{Pressed, "应当改正，确实无误的逐条说明"},
	{ToVerify, "核实后改正或者说明"},
	{ToNotice, "请留意，可以不改"},
}

// ClassOf is the class of a finding of a severity, whose rule is firm or not; "" for
// what asks nothing.
func ClassOf(s Severity, firm bool) Class {
	switch {
	case s == Error && firm:
		return Forced
	case s == Error:
		return Pressed
	case s == Warning:
		return ToVerify
	case s == Hint:
		return ToNotice
	}
	return ""
}

// Class is what offices call the findings of the rule.
func (r *Rule) Class() Class { return ClassOf(r.Severity, r.Firm) }
