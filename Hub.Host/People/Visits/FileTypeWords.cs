namespace Hub.Host.People.Visits;

/// <summary>What people call a type of file.</summary>
internal static class FileTypeWords
{
    private static readonly Dictionary<string, string> Named = new(StringComparer.OrdinalIgnoreCase)
    {
        ["image/jpeg"] = "Jpeg",
        ["image/jpg"] = "Jpeg",
        ["application/pdf"] = "Pdf",
        ["application/msword"] = "Word",
        ["application/vnd.openxmlformats-officedocument.wordprocessingml.document"] = "Word",
        ["application/vnd.oasis.opendocument.text"] = "Word",
        ["application/rtf"] = "Word",
        ["text/rtf"] = "Word",
        ["application/vnd.ms-excel"] = "Sheet",
        ["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"] = "Sheet",
        ["application/vnd.oasis.opendocument.spreadsheet"] = "Sheet",
        ["text/csv"] = "Sheet",
        ["application/vnd.ms-powerpoint"] = "Slides",
        ["application/vnd.openxmlformats-officedocument.presentationml.presentation"] = "Slides",
        ["application/vnd.oasis.opendocument.presentation"] = "Slides",
        ["application/x-ole-storage"] = "Office",
        ["application/zip"] = "Archive",
        ["application/x-zip-compressed"] = "Archive",
        ["application/vnd.rar"] = "Archive",
        ["application/x-rar-compressed"] = "Archive",
        ["application/x-7z-compressed"] = "Archive",
        ["application/gzip"] = "Archive",
        ["message/rfc822"] = "Mail",
        ["application/vnd.ms-outlook"] = "Mail",
        ["application/json"] = "Data",
        ["application/xml"] = "Data",
        ["text/xml"] = "Data",
    };

    /// <returns>The key of a text of pages.</returns>
    public static string KeyOf(string mediaType)
    {
        var plain = mediaType.Split(';')[0].Trim();
        return "file.type." + (Named.GetValueOrDefault(plain) ?? plain.Split('/')[0].ToUpperInvariant() switch
        {
            "IMAGE" => "Image",
            "VIDEO" => "Video",
            "AUDIO" => "Sound",
            "TEXT" => "Text",
            _ => "Other",
        });
    }
}
