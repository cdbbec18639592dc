package collecting

import (
	"nianbao/model"
	"nianbao/model/rollup"
)

// Adding is a sum to be, and which units it has.
type Adding struct {
	*rollup.Sum
	Added, Missing, Faulty []string // names; Faulty are all that have sent and aren't accepted
	Later                  []string // of those added, which have been changed since
}

// Whole reports that no unit lacks.
func (a *Adding) Whole() bool { return len(a.Missing)+len(a.Faulty) == 0 }

// AddUp adds up what is accepted. Nothing is changed: Edit is for the caller to make.
func (x *Collector) AddUp() (*Adding, error) {
	a := &Adding{Sum: rollup.NewSum(x.Form), Added: []string{}, Missing: []string{}, Faulty: []string{}}
	for _, l := range x.Listed() {
		v := x.Reviews[l.Name]
		switch {
		case !rollup.Due(l.ListedUnit, x.Year) || l.State == rollup.Excused:
		case v.Word == model.WordAccepted:
			r, err := x.AsAccepted(l.Name, v)
			if err != nil {
				return nil, err
			}
			a.Add(l.Name, r)
			a.Added = append(a.Added, l.Name)
			if l.State != rollup.Accepted {
				a.Later = append(a.Later, l.Name)
			}
		case l.State == rollup.Missing:
			a.Missing = append(a.Missing, l.Name)
		default:
			a.Faulty = append(a.Faulty, l.Name)
		}
	}
	return a, nil
}
