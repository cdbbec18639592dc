//go:build !windows && !darwin

package persist

import "testing"

func TestDefaultDir(t *testing.T) {
	for _, test := range []struct{ home, xdg, want string }{
		{"/home/zhang", "", "/home/zhang/.local/share/nianbao"},
		{"/home/zhang", "/data", "/data/nianbao"},
		{"/home/zhang", "data", "/home/zhang/.local/share/nianbao"},
		{"", "/data", "/data/nianbao"},
	} {
		t.Setenv("HOME", test.home)
		t.Setenv("XDG_DATA_HOME", test.xdg)
		if got, err := DefaultDir(); err != nil || got != test.want {
			t.Errorf("%+v: %s %v", test, got, err)
		}
	}
	t.Setenv("XDG_DATA_HOME", "")
	_, err := DefaultDir()
	wantKind(t, err, ErrUnreadable)
}
