"""The extension for VS Code as one file, which installs without a network."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

from welfare_rules import __version__
from welfare_rules.basics.harmless import markup

_FOLDER = Path(__file__).with_name("vscode")
_TIME = (2000, 1, 1, 0, 0, 0)  # the same bytes whenever it is made
_TYPES = """<?xml version="1.0" encoding="utf-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">\
<Default Extension="json" ContentType="application/json"/>\
<Default Extension="js" ContentType="application/javascript"/>\
<Default Extension="vsixmanifest" ContentType="text/xml"/></Types>
"""
_MANIFEST = """<?xml version="1.0" encoding="utf-8"?>
<PackageManifest Version="2.0.0" xmlns="http://schemas.microsoft.com/developer/vsx-schema/2011">
<Metadata>
<Identity Language="en-US" Id="{name}" Version="{version}" Publisher="{publisher}"/>
<DisplayName>{displayName}</DisplayName>
<Description xml:space="preserve">{description}</Description>
<Categories>{categories}</Categories>
<Properties><Property Id="Microsoft.VisualStudio.Code.Engine" Value="{engine}"/></Properties>
</Metadata>
<Installation><InstallationTarget Id="Microsoft.VisualStudio.Code"/></Installation>
<Dependencies/>
<Assets><Asset Type="Microsoft.VisualStudio.Code.Manifest" Path="extension/package.json" \
Addressable="true"/></Assets>
</PackageManifest>
"""


def vsix() -> bytes:
    """The extension as VS Code installs it from a file; the same version gives the same bytes.

    >>> sorted(zipfile.ZipFile(io.BytesIO(vsix())).namelist())[0]
    '[Content_Types].xml'
    """
    about = json.loads((_FOLDER / "package.json").read_text(encoding="utf-8"))
    about["version"] = __version__
    told = {key: markup(str(value)) for key, value in about.items()}
    told |= {"engine": about["engines"]["vscode"], "categories": ",".join(about["categories"])}
    files = {
        "[Content_Types].xml": _TYPES,
        "extension.vsixmanifest": _MANIFEST.format_map(told),
        "extension/package.json": json.dumps(about, ensure_ascii=False, indent=2) + "\n",
        "extension/extension.js": (_FOLDER / "extension.js").read_text(encoding="utf-8"),
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in files.items():
            packed.writestr(zipfile.ZipInfo(name, _TIME), text.encode("utf-8"))
    return made.getvalue()
