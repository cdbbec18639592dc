package model

// Kind says how a rule is checked.
type Kind string

// The kinds of rule about figures. Total, Relation, Implies and None are linear and
// need no code of their own; each other kind has one function in package check.
const (
	KindTotal       Kind = "total"        // Left[0] is computed as the sum of Right
	KindRelation    Kind = "relation"     // sum of Left Op sum of Right
	KindImplies     Kind = "implies"      // where the sum of Left is more than 0, that of Right is too
	KindNone        Kind = "none"         // the sum of Left is 0
	KindFilled      Kind = "filled"       // no cell of Left is blank
	KindCount       Kind = "count"        // cells of Left are whole and not negative
	KindAmount      Kind = "amount"       // cells of Left are not negative and keep their decimal places
	KindZero        Kind = "zero"         // cells of Left are 0 for the unit levels in Only
	KindZeroForward Kind = "zero-forward" // where all of Left is 0, all of Right is 0
	KindReadable    Kind = "readable"     // what stood in a cell of another source was a figure
	KindUnread      Kind = "unread"       // every cell of a file was made out
	KindRounded     Kind = "rounded"      // cells of Left were read without losing decimal places
	KindAtMost      Kind = "at-most"      // cells of Left are at most Bound
	KindJump        Kind = "jump"         // cells of Left are within a factor of Bound of last year's
	KindOneColumn   Kind = "one-column"   // of more than Bound in all, not all stand in one column (Left[0]: the total, the others: the columns)
	KindSame        Kind = "same"         // the figures are not all last year's
	KindSubtotal    Kind = "subtotal"     // nothing to check: subtotals are shown on the screen
	KindPrinted     Kind = "printed"      // totals are those of the paper that the report was read from
	KindCell        Kind = "cell"         // one cell of Section is wrong, by its identities
	KindMoved       Kind = "moved"        // a figure stands a row or column off
	KindCells       Kind = "cells"        // two cells are wrong
	KindTwice       Kind = "twice"        // no figure has changed since somebody entered them a second time
	KindHelp        Kind = "help"         // nothing that figures or words can tell: the help sentences say it
)

// The kinds of rule about texts as wholes.
const (
	KindText      Kind = "text"       // the required texts are not empty
	KindFilledOut Kind = "filled-out" // no text holds Placeholder
	KindAspects   Kind = "aspects"    // a text speaks of all its aspects
	KindLong      Kind = "long"       // a text keeps to its limit
	KindShort     Kind = "short"      // the text of Section has Bound characters
	KindSays      Kind = "says"       // the text of Section has one of Words
	KindFacts     Kind = "facts"      // the text of Section has some count
	KindFeeTold   Kind = "fee-told"   // a fee in 元 in the text of Section is within the 万元 of Left[0]
	KindAlike     Kind = "alike"      // less than Bound per cent of a text are another unit's, Words not counted; where many reports are checked
	KindSimilar   Kind = "similar"    // no more than Bound per cent of a text are last year's words
)

// The kinds of rule about what texts say of figures.
const (
	KindMention    Kind = "mention"    // numbers in the texts are those of the tables
	KindScope      Kind = "scope"      // of a number that speaks of a part of the units only; Words name the body that reports for the others
	KindDenied     Kind = "denied"     // where a text says that there was none, the tables have none
	KindToldOfLast Kind = "told-last"  // numbers that a text tells of last year are those of its report
	KindParts      Kind = "parts"      // 其中… add up to no more than the whole
	KindPercent    Kind = "percent"    // a share or a growth is what its numbers make
	KindContradict Kind = "contradict" // where a text has one of Words, the cells of Left are 0
)

// The kinds of rule about words, years, names and the date.
const (
	KindLeftover Kind = "leftover" // no text holds one of Words, which a template or another form left behind
	KindTitle    Kind = "title"    // the title is the form's
	KindPeriod   Kind = "period"   // the period and the title are of the report's year
	// KindYear: no sentence tells of another year as if it were the report's. The first
	// of Mentions that fits says how a year is meant, Free ones rightly: it stands right
	// behind one of Before, where a mark is the clause's beginning and 。 the sentence's, and
	// one of Also before it in its clause;
	// one of Behind is near behind it (Exact: right behind) with none of Never before
	// that; With and Without are of the sentence. Words promise: 将继续.
	KindYear      Kind = "year"
	KindPlanned   Kind = "planned"    // no plan in the text of Section, by Words, is for the report's year
	KindTitleYear Kind = "title-year" // the texts don't all tell of another year than the title's
	KindReplace   Kind = "replace"    // Words[0] before a date is Words[1]
	KindUnit      Kind = "unit"       // applications and cases are counted in 件
	KindMarks     Kind = "marks"      // punctuation among Chinese characters is Chinese, and no space stands behind （一）
	KindDoubled   Kind = "doubled"    // no word of two characters stands twice in a row, but for Words
	KindNested    Kind = "nested"     // no text is numbered 一、二、三… again
	KindHeading   Kind = "heading"    // no text begins with its own heading, which is printed anyway
	KindNotice    Kind = "notice"     // the notice is quoted by its right number
	KindEdition   Kind = "edition"    // the report year is one that the form is laid down for
	KindDeadline  Kind = "deadline"   // the date is not after Words[0], a day of the next year; of units whose name ends with one of the other Words, where there are any
)

// The kinds of rule about names.
const (
	KindNames   Kind = "names"   // no text names another unit of the report's kind, or calls itself something else
	KindSubject Kind = "subject" // no clause begins with another unit's name, by the endings of Mentions (Before), and tells what it did (Behind); Never in a name
	KindWider   Kind = "wider"   // no text tells of a wider area than the unit's
	KindArea    Kind = "area"    // no clause begins with such an area, unless one of Words in it says whose matter it is
)

// The kinds of rule about collectors' sums. Those marked with * need the reports that were
// added up, and say nothing where these can't be had.
const (
	KindSumMissing  Kind = "sum-missing"  // the sum has every unit that has to report, and no other
	KindSumOutdated Kind = "sum-outdated" // what was added up is what is accepted
	KindSumLate     Kind = "sum-late"     // no report came after its day
	KindSumTwice    Kind = "sum-twice"    // no unit is on the list, or in the sum, under two names
	KindSumAlike    Kind = "sum-alike"    // * no two units have the same figures, where Bound or more are not 0
	KindSumWithin   Kind = "sum-within"   // * a unit's figures don't seem to be in those of the one that it belongs to
	KindSumLarge    Kind = "sum-large"    // * no unit has more than Bound per cent of a cell of Left, of a sum of some size
	KindSumOfSums   Kind = "sum-of-sums"  // * no unit's report is a sum, but for a county's
	KindSumText     Kind = "sum-text"     // * what texts tell of one unit it has; Words name the whole area, of which they tell the sums
	KindSumUnit     Kind = "sum-unit"     // * nothing by itself: names the units by whose reports a relation of the sum fails
)

// The kinds of rule about the headings of the file that a report comes from.
const (
	KindHeadings     Kind = "headings"      // none is missing, they stand in order, their numbers are right
	KindHeadingWords Kind = "heading-words" // they are the form's to the letter
)
