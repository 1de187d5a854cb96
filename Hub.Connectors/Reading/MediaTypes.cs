namespace Hub.Connectors.Reading;

/// <summary>The media type a file name promises.</summary>
public static class MediaTypes
{
    /// <param name="extension">With or without the dot, any case.</param>
    /// <returns><c>application/octet-stream</c> for what is not known.</returns>
    public static string Of(string? extension) => extension?.TrimStart('.').ToUpperInvariant() switch
    {
        "PDF" => "application/pdf",
        "JPG" or "JPEG" => "image/jpeg",
        "PNG" => "image/png",
        "WEBP" => "image/webp",
        "HEIC" => "image/heic",
        "MP4" => "video/mp4",
        "DOC" => "application/msword",
        "DOCX" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "XLS" => "application/vnd.ms-excel",
        "XLSX" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "ZIP" => "application/zip",
        "TXT" => "text/plain",
        _ => "application/octet-stream",
    };
}
