using System.Text.Json;
using Hub.Connectors.Reading;
using Hub.Domain.Submissions;

namespace Hub.Connectors.Lapor;

/// <summary>Reads LAPOR's attachments: an object with numeric keys for pictures and a list <c>docs</c> beside them, a plain list, or nothing.</summary>
internal static class LaporAttachments
{
    public static IEnumerable<Attachment> Of(JsonElement attachments) => attachments.ValueKind switch
    {
        JsonValueKind.Object when attachments.Field("path").ValueKind == JsonValueKind.String => One(attachments),
        JsonValueKind.Object or JsonValueKind.Array => attachments.Items().SelectMany(Of),
        JsonValueKind.String => Text(attachments.GetString()!),
        _ => [],
    };

    private static IEnumerable<Attachment> One(JsonElement file)
    {
        if (!Uri.TryCreate(file.Raw("path"), UriKind.Absolute, out var link) || link.Scheme is not ("http" or "https"))
        {
            yield break;
        }

        var name = file.Line("file_name") ?? Path.GetFileName(link.LocalPath);
        yield return new Attachment { Name = SafeName(name), MediaType = MediaTypes.Of(file.Line("extension") ?? Path.GetExtension(name)), Link = link };
    }

    // A bare address, or a list that was written into a string.
    private static IEnumerable<Attachment> Text(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var link) && link.Scheme is "http" or "https"
            ? [new Attachment { Name = SafeName(Path.GetFileName(link.LocalPath)), MediaType = MediaTypes.Of(Path.GetExtension(link.LocalPath)), Link = link }]
            : [];

    private static string SafeName(string name)
    {
        var safe = string.Concat(PlainText.Line(name).Split('/', '\\')[^1].Where(c => !char.IsControl(c))).Trim('.', ' ');
        return safe.Length > 0 ? safe : "lampiran";
    }
}
