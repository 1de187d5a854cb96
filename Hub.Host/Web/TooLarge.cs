using Hub.Domain.Tickets;
using Hub.Host.People.Visits;
using Hub.Host.Web.Tickets;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Hub.Host.Web;

/// <summary>Forms whose files are larger than a request may be: what was typed before the files is kept, the files are not read.</summary>
internal static class TooLarge
{
    private const int LongestField = 100_000;
    private const int MostFields = 100;

    public static bool Is(HttpRequest request) => request.ContentLength > Most(request.HttpContext);

    /// <summary>Says what may be sent, and what to do.</summary>
    public static string Text(Words say, HttpContext context) => say["too-large.text", (Most(context) ?? 0) / 1_000_000, AnswerFiles.MostMegabytes];

    /// <summary>Keeps the fields that stand before the first file, and answers that the rest is too large.</summary>
    public static async Task AnswerAsync(HttpContext context, UnsentForms unsent)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit
            && MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type) && HeaderUtilities.RemoveQuotes(type.Boundary) is { Length: > 0 } boundary)
        {
            context.Items[typeof(TooLarge)] = limit.MaxRequestBodySize;
            limit.MaxRequestBodySize = null;
            var reader = new MultipartReader(boundary.Value!, context.Request.Body) { BodyLengthLimit = LongestField };
            await unsent.KeepAsync(await FieldsAsync(reader, context.RequestAborted), context.RequestAborted);
        }

        context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
    }

    private static async Task<FormCollection> FieldsAsync(MultipartReader reader, CancellationToken token)
    {
        var fields = new Dictionary<string, StringValues>(StringComparer.Ordinal);
        while (fields.Count < MostFields && (await reader.ReadNextSectionAsync(token))?.AsFormDataSection() is { } field)
        {
            fields[field.Name] = StringValues.Concat(fields.GetValueOrDefault(field.Name), await field.GetValueAsync(token));
        }

        return new FormCollection(fields);
    }

    private static long? Most(HttpContext context) =>
        context.Items[typeof(TooLarge)] as long? ?? context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize;
}
