using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Hub.Mocks;

/// <summary>The parts of a form that was sent to a fake.</summary>
internal sealed record Form(IReadOnlyDictionary<string, string> Fields, IReadOnlyList<string> Files)
{
    public string? this[string field] => Fields.GetValueOrDefault(field);

    /// <summary>Reads a multipart body.</summary>
    public static Form Parse(FakeRequest request)
    {
        var type = MediaTypeHeaderValue.Parse(request.Header("Content-Type"));
        var reader = new MultipartReader(HeaderUtilities.RemoveQuotes(type.Boundary).Value!, new MemoryStream(Encoding.UTF8.GetBytes(request.Body)));
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        var files = new List<string>();
        while (reader.ReadNextSectionAsync().GetAwaiter().GetResult() is { } section)
        {
            var about = ContentDispositionHeaderValue.Parse(section.ContentDisposition);
            using var text = new StreamReader(section.Body);
            var value = text.ReadToEnd();
            if (about.IsFileDisposition())
            {
                files.Add(HeaderUtilities.RemoveQuotes(about.FileName).Value!);
            }
            else
            {
                fields[HeaderUtilities.RemoveQuotes(about.Name).Value!] = value;
            }
        }

        return new Form(fields, files);
    }
}
