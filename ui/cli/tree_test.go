package cli

import (
	"testing"

	"github.com/spf13/pflag"

	"nianbao/ui/wire"
)

// TestOptionsAgree: no two commands have an option of one name with and without a
// value, or of one letter; who reads the options before the command counts on it.
func TestOptionsAgree(t *testing.T) {
	valued, letters := map[string]bool{}, map[string]string{}
	for _, cmd := range commands() {
		cmd.flagSet(&Env{Files: (&wire.Machine{}).Files()}).VisitAll(func(x *pflag.Flag) {
			if was, ok := valued[x.Name]; ok && was != (x.NoOptDefVal == "") {
				t.Errorf("--%s of %s takes a value otherwise than elsewhere", x.Name, cmd.name)
			}
			if was, ok := letters[x.Shorthand]; ok && x.Shorthand != "" && was != x.Name {
				t.Errorf("-%s of %s is --%s, elsewhere --%s", x.Shorthand, cmd.name, x.Name, was)
			}
			valued[x.Name], letters[x.Shorthand] = x.NoOptDefVal == "", x.Name
		})
	}
}

// TestOptionKinds: every option with a value has a kind, which says whether it is a
// path that has to be inside the fence.
func TestOptionKinds(t *testing.T) {
	for _, cmd := range commands() {
		cmd.flagSet(&Env{Files: (&wire.Machine{}).Files()}).VisitAll(func(x *pflag.Flag) {
			if _, ok := optionKinds[x.Name]; !ok && x.NoOptDefVal == "" {
				t.Errorf("--%s of %s has no kind", x.Name, cmd.name)
			}
		})
		for i := range cmd.least {
			if cmd.argument(i) == aWord {
				t.Errorf("argument %d of %s has no kind", i+1, cmd.name)
			}
		}
	}
}
