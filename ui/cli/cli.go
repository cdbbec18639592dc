// Package cli is the shell's side of the program: one command, one answer. It
// is given the same store and files as the screens.
package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"nianbao/model"
	"nianbao/model/ledger"
	"nianbao/ui/backend"
)

// Env is what the commands are given.
type Env struct {
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	Files          backend.Files
	Version        string
	User           string        // who explains findings
	RescueDirs     []string      // for what can't be saved, in the order to try
	SessionID      func() string // differs at each call
	Now            func() time.Time
	// Asked is the command line that somebody has sent over ssh where this program
	// is all that may be run; it counts where there are no arguments.
	Asked      string
	Fence      backend.Fence      // round the files that people name
	Collectors backend.Collectors // who may add up
	Calendar   *ledger.Calendar   // working days, as far as they are known
	Site       string             // what an administrator has laid down, a Chinese sentence, or ""
	// Folder is a folder for a store; "" is the default one.
	Folder func(dir string) backend.Folder
	// Limited says why the screens don't suit the terminal, a Chinese sentence;
	// "" where they do; able: they would work all the same.
	Limited func() (why string, able bool)
	// Terminal runs the screens on the store of a folder, which may not be to be
	// opened: then it is nil, and why says so.
	Terminal func(f backend.Folder, s backend.Store, why error, at Start) error
}

// Start is how the screens begin: at the list for Report "", else on a report,
// at a cell or, for "", where it was left.
type Start struct {
	Report string
	Cell   model.CellID
	Look   bool // nothing can be changed
	Probe  bool // ask the terminal how wide it draws ambiguous characters
}

// The exit statuses; see FORMAT.md.
const (
	statusDone     = 0
	statusFindings = 1 // the report has errors
	statusUsage    = 2 // wrong use or unreadable input
	statusStore    = 3 // the store is busy, damaged or full
	statusConflict = 4 // somebody else changed the same cell first
)

// told ends a command that is done: that its outcome could not be printed does
// not undo it, and the exit status must not say so.
func (c *call) told(err error) error {
	if err != nil {
		fmt.Fprintf(c.Stderr, "nianbao: 已经完成，但结果没有显示出来：%v\n", err)
	}
	return nil
}

// What ends a command that has said what is wrong already.
var (
	errFindings = errors.New("report has errors")
	errDamaged  = errors.New("the store is damaged")
	errUnread   = errors.New("some of the arguments could not be read")
)

// Run runs the command line and returns the exit status.
func Run(env *Env, args []string) int {
	var err error
	if len(args) == 0 && env.Asked != "" {
		if args, err = forced(env.Asked); err != nil {
			return Fail(env, args, err)
		}
	}
	err = dispatch(env, args)
	switch {
	case err == nil:
		return statusDone
	case errors.Is(err, errFindings):
		return statusFindings
	case errors.Is(err, errUnread):
		return statusUsage
	case errors.Is(err, errDamaged):
		return statusStore
	}
	return Fail(env, args, err)
}

// Fail says why a command was not run and returns the exit status.
func Fail(env *Env, args []string, err error) int {
	asJSON := slices.ContainsFunc(args, func(a string) bool { return a == "--json" || a == "--json=true" })
	report(env.Stderr, err, asJSON)
	return statusOf(err)
}

// statusOf is the exit status that an error ends the program with.
func statusOf(err error) int {
	switch backend.Code(err) {
	case model.CodeBusy, model.CodeDamaged, model.CodeReadOnly, model.CodeFull, model.CodeUnusable, model.CodeUnsure, model.CodeNewer:
		return statusStore
	case model.CodeConflict:
		return statusConflict
	}
	return statusUsage
}

// report writes an error for people or for programs.
func report(w io.Writer, err error, asJSON bool) {
	if !asJSON {
		fmt.Fprintln(w, "nianbao: "+backend.Message(err))
		return
	}
	writeJSON(w, map[string]failure{"error": failureOf(err)}) //nolint: standard error is the last resort
}

// failure is an error for programs.
type failure struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	Hint    string `json:"hint"`
}

func failureOf(err error) failure {
	code := backend.Code(err)
	if code == "" {
		code = model.CodeUsage
	}
	return failure{code, err.Error(), backend.Hint(err)}
}

func writeJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}
