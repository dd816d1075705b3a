; ${SetAppId} LINK ID: give the shortcut LINK an AppUserModelID, by which Windows puts the windows of
; a program under its button on the taskbar and shows its notices. NSIS has no word for it: the
; shell's own objects are asked. If they refuse, the shortcut is a plain one, and still works.

!include LogicLib.nsh
!include Win\COM.nsh
!include Win\Propkey.nsh

!define SetAppId "!insertmacro SET_APP_ID "
!macro SET_APP_ID LINK ID
  !insertmacro ComHlpr_CreateInProcInstance ${CLSID_ShellLink} ${IID_IShellLink} r0 ""
  ${If} $0 P<> 0
    ${IUnknown::QueryInterface} $0 '("${IID_IPersistFile}",.r1)'
    ${If} $1 P<> 0
      ${IPersistFile::Load} $1 '("${LINK}",${STGM_READWRITE}).r6'
      ${IUnknown::QueryInterface} $0 '("${IID_IPropertyStore}",.r2)'
      ${If} $2 P<> 0
      ${AndIf} $6 = 0
        !insertmacro PUT_APP_ID $2 "${ID}"
        ${If} $6 = 0
          ${IPersistFile::Save} $1 '("${LINK}",1)'
        ${EndIf}
      ${EndIf}
      ${If} $2 P<> 0
        ${IUnknown::Release} $2 ""
      ${EndIf}
      ${IUnknown::Release} $1 ""
    ${EndIf}
    ${IUnknown::Release} $0 ""
  ${EndIf}
!macroend

; Write ID into the properties at STORE. Uses $3 to $5; $6 is 0 if they took it.
!macro PUT_APP_ID STORE ID
  System::Call 'shlwapi::SHStrDupW(w "${ID}", *p .r3)'
  System::Call '*${SYSSTRUCT_PROPERTYKEY}(${PKEY_AppUserModel_ID})p.r4'
  System::Call '*(i ${VT_LPWSTR}, i 0, p r3, p 0)p.r5' ; a PROPVARIANT
  ${IPropertyStore::SetValue} ${STORE} '($4,$5).r6'
  ${If} $6 = 0
    ${IPropertyStore::Commit} ${STORE} '().r6'
  ${EndIf}
  System::Free $5
  System::Free $4
  System::Call 'ole32::CoTaskMemFree(p r3)'
!macroend
