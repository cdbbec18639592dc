package ui

import (
	"os"
	"unsafe"

	"golang.org/x/sys/windows"
)

// escapes reports whether the console can be had to take escape sequences: before
// Windows 10, and where the old console was chosen, it shows them instead.
func escapes(out *os.File) bool {
	console, mode := windows.Handle(out.Fd()), uint32(0)
	if windows.GetConsoleMode(console, &mode) != nil {
		return true // no console of Windows' own
	}
	if mode&windows.ENABLE_VIRTUAL_TERMINAL_PROCESSING != 0 {
		return true
	}
	able := windows.SetConsoleMode(console, mode|windows.ENABLE_VIRTUAL_TERMINAL_PROCESSING) == nil
	return able && windows.SetConsoleMode(console, mode) == nil
}

// screenReader reports whether a screen reader has told Windows that it runs.
func screenReader() bool {
	const getScreenReader = 0x0046 // SPI_GETSCREENREADER
	var on int32                   // a BOOL
	call := windows.NewLazySystemDLL("user32.dll").NewProc("SystemParametersInfoW")
	if call.Find() != nil {
		return false
	}
	done, _, _ := call.Call(getScreenReader, 0, uintptr(unsafe.Pointer(&on)), 0)
	return done != 0 && on != 0
}
