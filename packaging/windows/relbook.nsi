; The installer for Windows: for one user, without an administrator. Compiled by installer.py, which
; hands in what stands here in capitals and is defined nowhere.

!ifdef TARGET ; another kind of installer than the usual one, which runs on every Windows
  Target ${TARGET}
!endif
Unicode true
ManifestDPIAware true
ManifestSupportedOS Win10
SetCompressor /SOLID lzma
RequestExecutionLevel user

!include MUI2.nsh
!include LogicLib.nsh
!include FileFunc.nsh
!include WinVer.nsh
!include x64.nsh
!include "${__FILEDIR__}/shortcut.nsh"

!define NAME "Relbook"
!define BOOK "Relbook.Book" ; what our two kinds of file are called in the registry
!define CARD "Relbook.Card"
!define CLASSES "Software\Classes"
!define OURS "Software\Relbook"
!define APPS "Software\Microsoft\Windows\CurrentVersion"
!define UNINSTALL "${APPS}\Uninstall\${APP_ID}"
!define UNINSTALLER "uninstall.exe"
!define BOOKS "$LOCALAPPDATA\relbook" ; relbook.paths.data_folder()
!define OPEN '"$INSTDIR\${WINDOW}" "%1"'

Name "${NAME}"
OutFile "${OUT}"
BrandingText "${NAME} ${VERSION}"
InstallDir "$LOCALAPPDATA\Programs\${NAME}"
InstallDirRegKey HKCU "${UNINSTALL}" "InstallLocation"
ShowInstDetails nevershow
ShowUninstDetails nevershow

VIProductVersion "${NUMBERS}"
VIFileVersion "${NUMBERS}"
VIAddVersionKey /LANG=1033 "ProductName" "${NAME}"
VIAddVersionKey /LANG=1033 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=1033 "FileDescription" "${NAME} setup"
VIAddVersionKey /LANG=1033 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=1033 "CompanyName" "${PUBLISHER}"
VIAddVersionKey /LANG=1033 "LegalCopyright" "${COPYRIGHT}"

; Pages

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_WELCOMEFINISHPAGE_BITMAP "${SIDE}"
!define MUI_UNWELCOMEFINISHPAGE_BITMAP "${SIDE}"
!define MUI_WELCOMEFINISHPAGE_BITMAP_STRETCH AspectFitHeight
!define MUI_UNWELCOMEFINISHPAGE_BITMAP_STRETCH AspectFitHeight

!define MUI_WELCOMEPAGE_TITLE "Relbook ${VERSION}"
!define MUI_WELCOMEPAGE_TEXT "An address book for people who care about people.$\r$\n$\r$\nIt is installed for you alone, into$\r$\n$INSTDIR$\r$\n$\r$\nA Relbook that is there already is brought up to date; your books are not touched."
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_INSTFILES
!define MUI_FINISHPAGE_TITLE "Relbook is there"
!define MUI_FINISHPAGE_TEXT "You find it in the Start menu. Contact cards (.vcf) open in it by “Open with”; what opens them otherwise stays as you have it."
!define MUI_FINISHPAGE_RUN "$INSTDIR\${WINDOW}"
!define MUI_FINISHPAGE_RUN_TEXT "Open Relbook"
!insertmacro MUI_PAGE_FINISH

!define MUI_UNCONFIRMPAGE_TEXT_TOP "Relbook and its settings are removed. Your books and their backups stay, in ${BOOKS} or wherever you keep them."
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!define MUI_FINISHPAGE_TITLE "Relbook is gone"
!define MUI_FINISHPAGE_TEXT "Your books are still there, with their backups, in$\r$\n${BOOKS}$\r$\nor wherever you keep them. Nobody but you removes them."
!insertmacro MUI_UNPAGE_FINISH

!insertmacro MUI_LANGUAGE English

; Before anything is done

!macro TRY_WRITING FILE
  ${If} ${FileExists} "${FILE}"
    ClearErrors
    FileOpen $0 "${FILE}" a
    ${If} ${Errors}
      StrCpy $1 "busy"
    ${Else}
      FileClose $0
    ${EndIf}
  ${EndIf}
!macroend

!macro WAIT_TILL_CLOSED un
; Return once neither of our programs runs: Windows lets nobody write to one that does.
Function ${un}WaitTillClosed
  ${Do}
    StrCpy $1 ""
    !insertmacro TRY_WRITING "$INSTDIR\${WINDOW}"
    !insertmacro TRY_WRITING "$INSTDIR\${COMMAND}"
    ${If} $1 == ""
      Return
    ${EndIf}
    ${If} ${Cmd} `MessageBox MB_RETRYCANCEL|MB_ICONINFORMATION "Relbook is open. Nothing was changed: close its window, which keeps all you have written, and choose Retry." /SD IDCANCEL IDCANCEL`
      SetErrorLevel 2
      Quit
    ${EndIf}
  ${Loop}
FunctionEnd
!macroend
!insertmacro WAIT_TILL_CLOSED ""
!insertmacro WAIT_TILL_CLOSED "un."

Function .onInit
  ${IfNot} ${RunningX64}
  ${OrIfNot} ${AtLeastWin10}
    MessageBox MB_OK|MB_ICONSTOP "Relbook needs 64-bit Windows 10 or newer. Nothing was installed." /SD IDOK
    SetErrorLevel 2
    Quit
  ${EndIf}
  Call WaitTillClosed
FunctionEnd

Function un.onInit
  Call un.WaitTillClosed
FunctionEnd

; What is installed

Section "${NAME}"
  ; The former version takes away its own files: it alone knows which they are.
  ${If} ${FileExists} "$INSTDIR\${UNINSTALLER}"
    ExecWait '"$INSTDIR\${UNINSTALLER}" /S /upgrade _?=$INSTDIR' $0
    ${If} $0 <> 0
      MessageBox MB_OK|MB_ICONSTOP "The former Relbook could not be taken away, so nothing was installed. See that it is closed, and start this setup again." /SD IDOK
      SetErrorLevel 2
      Quit
    ${EndIf}
  ${EndIf}

  ClearErrors
  !include "${LISTS}/install.nsh"
  WriteUninstaller "$INSTDIR\${UNINSTALLER}"
  ${If} ${Errors}
    MessageBox MB_OK|MB_ICONSTOP "Relbook could not be written to $INSTDIR. Your books are as they were; free some room on the disk, and start this setup again." /SD IDOK
    SetErrorLevel 2
    Quit
  ${EndIf}

  SetOutPath "$INSTDIR" ; where the shortcut starts the program
  CreateShortcut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\${WINDOW}" "" "$INSTDIR\${WINDOW}" 0 SW_SHOWNORMAL "" "An address book for people who care about people"
  ${SetAppId} "$SMPROGRAMS\${NAME}.lnk" "${APP_ID}"

  ; A book is ours to open.
  WriteRegStr HKCU "${CLASSES}\.relbook" "" "${BOOK}"
  WriteRegStr HKCU "${CLASSES}\.relbook" "Content Type" "application/vnd.relbook"
  WriteRegStr HKCU "${CLASSES}\.relbook\OpenWithProgids" "${BOOK}" ""
  WriteRegStr HKCU "${CLASSES}\${BOOK}" "" "Relbook address book"
  WriteRegStr HKCU "${CLASSES}\${BOOK}" "AppUserModelID" "${APP_ID}"
  WriteRegStr HKCU "${CLASSES}\${BOOK}\DefaultIcon" "" "$INSTDIR\${WINDOW},0"
  WriteRegStr HKCU "${CLASSES}\${BOOK}\shell\open\command" "" '${OPEN}'

  ; A contact card is offered to us: what opens it by a double click is the user's choice.
  WriteRegStr HKCU "${CLASSES}\.vcf\OpenWithProgids" "${CARD}" ""
  WriteRegStr HKCU "${CLASSES}\${CARD}" "" "Contact card"
  WriteRegStr HKCU "${CLASSES}\${CARD}" "AppUserModelID" "${APP_ID}"
  WriteRegStr HKCU "${CLASSES}\${CARD}\DefaultIcon" "" "$INSTDIR\${WINDOW},0"
  WriteRegStr HKCU "${CLASSES}\${CARD}\shell\open\command" "" '${OPEN}'

  WriteRegStr HKCU "${CLASSES}\Applications\${WINDOW}" "FriendlyAppName" "${NAME}"
  WriteRegStr HKCU "${CLASSES}\Applications\${WINDOW}\shell\open\command" "" '${OPEN}'
  WriteRegStr HKCU "${CLASSES}\Applications\${WINDOW}\SupportedTypes" ".vcf" ""
  WriteRegStr HKCU "${CLASSES}\Applications\${WINDOW}\SupportedTypes" ".csv" ""
  WriteRegStr HKCU "${CLASSES}\Applications\${WINDOW}\SupportedTypes" ".relbook" ""

  WriteRegStr HKCU "${OURS}\Capabilities" "ApplicationName" "${NAME}"
  WriteRegStr HKCU "${OURS}\Capabilities" "ApplicationDescription" "An address book for people who care about people"
  WriteRegStr HKCU "${OURS}\Capabilities" "ApplicationIcon" "$INSTDIR\${WINDOW},0"
  WriteRegStr HKCU "${OURS}\Capabilities\FileAssociations" ".vcf" "${CARD}"
  WriteRegStr HKCU "${OURS}\Capabilities\FileAssociations" ".relbook" "${BOOK}"
  WriteRegStr HKCU "Software\RegisteredApplications" "${NAME}" "${OURS}\Capabilities"

  ; Win+R, relbook.
  WriteRegStr HKCU "${APPS}\App Paths\relbook.exe" "" "$INSTDIR\${WINDOW}"
  WriteRegStr HKCU "${APPS}\App Paths\relbook.exe" "Path" "$INSTDIR"

  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "${NAME}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\${WINDOW},0"
  WriteRegStr HKCU "${UNINSTALL}" "Publisher" "${PUBLISHER}"
  WriteRegStr HKCU "${UNINSTALL}" "URLInfoAbout" "${HOME}"
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\${UNINSTALLER}"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\${UNINSTALLER}" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" ${SIZE}
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
  ${RefreshShellIcons}
SectionEnd

; What is removed: all of that, and nothing else

Section "Uninstall"
  !include "${LISTS}/uninstall.nsh"
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "/upgrade" $1
  ${IfNot} ${Errors}
    Return ; the newer version follows at once, and what is pinned to the taskbar stays
  ${EndIf}

  Delete "$INSTDIR\${UNINSTALLER}"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\${NAME}.lnk"

  ReadRegStr $0 HKCU "${CLASSES}\.relbook" ""
  ${If} $0 == "${BOOK}"
    DeleteRegValue HKCU "${CLASSES}\.relbook" ""
    DeleteRegValue HKCU "${CLASSES}\.relbook" "Content Type"
  ${EndIf}
  DeleteRegValue HKCU "${CLASSES}\.relbook\OpenWithProgids" "${BOOK}"
  DeleteRegKey /ifempty HKCU "${CLASSES}\.relbook\OpenWithProgids"
  DeleteRegKey /ifempty HKCU "${CLASSES}\.relbook"
  DeleteRegValue HKCU "${CLASSES}\.vcf\OpenWithProgids" "${CARD}"
  DeleteRegKey /ifempty HKCU "${CLASSES}\.vcf\OpenWithProgids"
  DeleteRegKey /ifempty HKCU "${CLASSES}\.vcf"
  DeleteRegKey HKCU "${CLASSES}\${BOOK}"
  DeleteRegKey HKCU "${CLASSES}\${CARD}"
  DeleteRegKey HKCU "${CLASSES}\Applications\${WINDOW}"
  DeleteRegKey HKCU "${OURS}"
  DeleteRegValue HKCU "Software\RegisteredApplications" "${NAME}"
  DeleteRegKey HKCU "${APPS}\App Paths\relbook.exe"
  DeleteRegKey HKCU "${UNINSTALL}"

  ; What was remembered of the window, the log, and a sample that was never left. The folder goes if there is no book in it.
  Delete "${BOOKS}\window.ini"
  Delete "${BOOKS}\seen.json"
  Delete "${BOOKS}\backups.json"
  Delete "${BOOKS}\relbook.log*"
  Delete "${BOOKS}\relbook.lock"
  Delete "${BOOKS}\sample.relbook"
  Delete "${BOOKS}\sample.relbook-wal"
  Delete "${BOOKS}\sample.relbook-shm"
  RMDir "${BOOKS}"
  ${RefreshShellIcons}
SectionEnd
