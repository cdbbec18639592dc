@echo off
rem Opens nianbao by a double click: in Windows Terminal where it is there, else in a
rem console window with a font that has Chinese. ASCII only, whatever the code page is.
pushd "%~dp0"
if not exist nianbao.exe goto packed
set "run=chcp 65001 >nul & .\nianbao.exe || pause"
where wt >nul 2>nul
if not errorlevel 1 goto terminal
rem Windows takes a window's settings from the key of its title. They are made once:
rem what is set in the window's properties later stays.
set "key=HKCU\Console\nianbao"
reg query %key% >nul 2>nul
if not errorlevel 1 goto console
reg add %key% /f /v FaceName /t REG_SZ /d NSimSun >nul
reg add %key% /f /v FontFamily /t REG_DWORD /d 0x36 >nul
reg add %key% /f /v FontSize /t REG_DWORD /d 0x120000 >nul
reg add %key% /f /v FontWeight /t REG_DWORD /d 400 >nul
reg add %key% /f /v CodePage /t REG_DWORD /d 65001 >nul
reg add %key% /f /v WindowSize /t REG_DWORD /d 0x1e0064 >nul
reg add %key% /f /v ScreenBufferSize /t REG_DWORD /d 0x1e0064 >nul
:console
start "nianbao" cmd /c "%run%"
exit /b
:terminal
rem The dot: a backslash before the quote would take it away.
start "" wt -d "%CD%\." --title nianbao cmd /c "%run%"
exit /b
:packed
rem It was opened inside the .zip, where Windows unpacks this file alone. The sentence
rem says to unpack all of it first.
powershell -NoProfile -Command "Add-Type -AssemblyName System.Windows.Forms; [void][Windows.Forms.MessageBox]::Show([regex]::Unescape('\u8bf7\u5148\u628a\u538b\u7f29\u5305\u5168\u90e8\u89e3\u538b\uff1a\u53f3\u952e\u70b9\u538b\u7f29\u5305\uff0c\u9009\u300c\u5168\u90e8\u89e3\u538b\u7f29\u300d\uff0c\u518d\u5230\u89e3\u538b\u51fa\u6765\u7684 nianbao \u6587\u4ef6\u5939\u91cc\u53cc\u51fb start.cmd\u3002'), 'nianbao')"
