package check

import (
	"fmt"

	"nianbao/model"
)

// checks are the functions of the kinds of rule.
var checks = map[model.Kind]func(*checker, *model.Rule){
	model.KindTotal:       func(c *checker, r *model.Rule) { c.each(r, c.total) },
	model.KindRelation:    func(c *checker, r *model.Rule) { c.each(r, c.relation) },
	model.KindImplies:     func(c *checker, r *model.Rule) { c.each(r, c.implies) },
	model.KindNone:        func(c *checker, r *model.Rule) { c.each(r, c.none) },
	model.KindFilled:      (*checker).filled,
	model.KindCount:       (*checker).cells,
	model.KindAmount:      (*checker).cells,
	model.KindZero:        (*checker).cells,
	model.KindRounded:     (*checker).cells,
	model.KindAtMost:      (*checker).cells,
	model.KindZeroForward: (*checker).zeroForward,
	model.KindReadable:    (*checker).readable,
	model.KindUnread:      (*checker).unread,
	model.KindPrinted:     (*checker).onPaper,
	model.KindOneColumn:   (*checker).oneColumn,
	model.KindJump:        (*checker).jump,
	model.KindSame:        (*checker).same,
	model.KindTwice:       (*checker).twice,

	model.KindText:         (*checker).texts,
	model.KindFilledOut:    (*checker).filledOut,
	model.KindAspects:      (*checker).aspects,
	model.KindLong:         (*checker).long,
	model.KindShort:        (*checker).short,
	model.KindSays:         (*checker).says,
	model.KindFacts:        (*checker).facts,
	model.KindFeeTold:      (*checker).feeTold,
	model.KindSimilar:      (*checker).similar,
	model.KindMention:      (*checker).mentions,
	model.KindScope:        (*checker).mentions,
	model.KindDenied:       (*checker).denied,
	model.KindToldOfLast:   (*checker).toldOfLast,
	model.KindParts:        (*checker).parts,
	model.KindPercent:      (*checker).percent,
	model.KindContradict:   (*checker).contradict,
	model.KindLeftover:     (*checker).leftover,
	model.KindTitle:        (*checker).title,
	model.KindPeriod:       (*checker).period,
	model.KindYear:         (*checker).year,
	model.KindPlanned:      (*checker).planned,
	model.KindTitleYear:    (*checker).titleYear,
	model.KindReplace:      (*checker).replace,
	model.KindUnit:         (*checker).unit,
	model.KindMarks:        (*checker).punctuation,
	model.KindDoubled:      (*checker).doubled,
	model.KindNested:       (*checker).nested,
	model.KindHeading:      (*checker).heading,
	model.KindNotice:       (*checker).notice,
	model.KindNames:        (*checker).names,
	model.KindSubject:      (*checker).subject,
	model.KindArea:         (*checker).area,
	model.KindWider:        (*checker).wider,
	model.KindDeadline:     (*checker).deadline,
	model.KindHeadings:     (*checker).headings,
	model.KindHeadingWords: (*checker).headingWords,
	model.KindEdition:      (*checker).edition,

	model.KindSumMissing:  (*checker).sumMissing,
	model.KindSumOutdated: (*checker).sumOutdated,
	model.KindSumLate:     (*checker).sumLate,
	model.KindSumTwice:    (*checker).sumTwice,
	model.KindSumAlike:    (*checker).sumAlike,
	model.KindSumWithin:   (*checker).sumWithin,
	model.KindSumLarge:    (*checker).sumLarge,
	model.KindSumOfSums:   (*checker).sumOfSums,
	model.KindSumText:     (*checker).mentions,

	model.KindAlike: toldOfMany,

	model.KindSubtotal: toldOnScreen,
	model.KindHelp:     toldOnScreen,

	model.KindCell:  foldedLater,
	model.KindMoved: foldedLater,
	model.KindCells: foldedLater,

	model.KindSumUnit: foldedLater, // see nameUnits
}

// foldedLater is of kinds that are looked at when all others have spoken; see
// [checker.localise].
func foldedLater(*checker, *model.Rule) {}

// toldOfMany is of kinds that one report alone can't break; see [Alike].
func toldOfMany(*checker, *model.Rule) {}

// toldOnScreen is of kinds that find nothing: the screen shows what they say.
func toldOnScreen(*checker, *model.Rule) {}

// Validate reports what is wrong with a form as data, and which of its rules nothing
// checks.
func Validate(f *model.Form) error {
	if err := f.Validate(); err != nil {
		return err
	}
	for i := range f.Rules {
		if r := &f.Rules[i]; checks[r.Kind] == nil {
			return fmt.Errorf("form %s: rule %s: nothing checks rules of kind %q", f.Edition, r.ID, r.Kind)
		}
	}
	return nil
}
