package model

// The codes of errors that callers treat apart. An error has one by a method Code.
const (
	CodeBusy       = "busy"
	CodeConflict   = "conflict"
	CodeDamaged    = "damaged"
	CodeExists     = "exists"
	CodeFinal      = "final"
	CodeFull       = "full"    // the disk is full
	CodeNewer      = "newer"   // the store is a later program's
	CodeNoYear     = "no-year" // a file does not say which year's report it is
	CodeNotFound   = "not-found"
	CodeReadOnly   = "read-only"
	CodeUnreadable = "unreadable" // a file that can't be read or holds no report
	CodeUnsure     = "unsure"     // it is stored, but the disk has not confirmed that
	CodeUnusable   = "unusable"   // the store's folder or file can't be opened
	CodeUnwritable = "unwritable" // no file could be written there
	CodeUsage      = "usage"      // something was asked for that doesn't exist or can't be
)
