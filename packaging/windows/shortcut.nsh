; ${SetAppId} LINK ID: give the shortcut LINK an AppUserModelID, by which Windows puts the windows of
; a program under its button on the taskbar and shows its notices. NSIS has no word for it: the
; shell's own objects are asked. If they refuse, the shortcut is a plain one, and still works.

!include Win\COM.nsh
!include Win\Propkey.nsh

!ifndef IID_IPropertyStore ; propsys.h
  !define IID_IPropertyStore {886d8eeb-8cf2-4446-8d02-cdba1dbdcf99}
  ${NSISCOMIFACEDECL}IPropertyStore SetValue 6 (p,p)i
  ${NSISCOMIFACEDECL}IPropertyStore Commit 7 ()i
!endif
!define /ifndef STGM_READWRITE 2

!define SetAppId "!insertmacro SET_APP_ID "
!macro SET_APP_ID LINK ID
  StrCpy $1 0
  StrCpy $2 0
  !insertmacro ComHlpr_CreateInProcInstance ${CLSID_ShellLink} ${IID_IShellLink} r0 ""
  ${If} $0 <> 0
    ${IUnknown::QueryInterface} $0 '("${IID_IPersistFile}",.r1)'
    ${IUnknown::QueryInterface} $0 '("${IID_IPropertyStore}",.r2)'
    ${If} $1 <> 0
    ${AndIf} $2 <> 0
      ${IPersistFile::Load} $1 '("${LINK}",${STGM_READWRITE}).r6'
      System::Call 'shlwapi::SHStrDupW(w "${ID}", *p .r3)'
      System::Call '*${SYSSTRUCT_PROPERTYKEY}(${PKEY_AppUserModel_ID})p.r4'
      System::Call '*(i ${VT_LPWSTR}, i 0, p r3, p 0)p.r5' ; a PROPVARIANT
      ${If} $6 = 0
        ${IPropertyStore::SetValue} $2 '(r4,r5).r6'
      ${EndIf}
      ${If} $6 = 0
        ${IPropertyStore::Commit} $2 '().r6'
      ${EndIf}
      ${If} $6 = 0
        ${IPersistFile::Save} $1 '("${LINK}",1).r6'
      ${EndIf}
      System::Free $5
      System::Free $4
      System::Call 'ole32::CoTaskMemFree(p r3)'
    ${EndIf}
    ${If} $2 <> 0
      ${IUnknown::Release} $2 ""
    ${EndIf}
    ${If} $1 <> 0
      ${IUnknown::Release} $1 ""
    ${EndIf}
    ${IUnknown::Release} $0 ""
  ${EndIf}
!macroend
