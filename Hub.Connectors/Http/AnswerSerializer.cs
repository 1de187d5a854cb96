using System.Reflection;
using System.Text.Json;
using Hub.Domain;
using Refit;

namespace Hub.Connectors.Http;

/// <summary>Reads an answer where it lies; the usual way would copy it three times before the first look at it.</summary>
internal sealed class AnswerSerializer(SystemTextJsonContentSerializer usual) : IHttpContentSerializer
{
    public HttpContent ToHttpContent<T>(T item) => usual.ToHttpContent(item);

    public async Task<T?> FromHttpContentAsync<T>(HttpContent content, CancellationToken cancellationToken = default) =>
        typeof(T) == typeof(JsonElement) ? (T)(object)Element(AnswerContent.Of(content).Json) : await usual.FromHttpContentAsync<T>(content, cancellationToken);

    public string? GetFieldNameForProperty(PropertyInfo propertyInfo) => usual.GetFieldNameForProperty(propertyInfo);

    /// <summary>Its pieces keep the answer; the collector takes both when the last is gone.</summary>
    private static JsonElement Element(ReadOnlyMemory<byte> json)
    {
        try
        {
            return JsonDocument.Parse(json).RootElement;
        }
        catch (JsonException e)
        {
            throw new ConnectorFailure(FailureKind.Malformed, Said.Of<WireTexts>("OtherForm"), e);
        }
    }
}
