using System.Text.Json;
using Hub.Domain;

namespace Hub.Connectors.Http;

/// <summary>Judges an answer by its content, because status 200 proves nothing with these systems.</summary>
internal static class JsonVerdict
{
    /// <returns>Null when the body is complete JSON that reports no error.</returns>
    public static ConnectorFailure? Of(HttpRequestMessage request, ReadOnlyMemory<byte> body) =>
        Of(request, body, isRead: request.Method == HttpMethod.Get);

    /// <param name="request">Names the host.</param>
    /// <param name="body">As it came.</param>
    /// <param name="isRead">True for a call that only reads, whatever its method.</param>
    /// <returns>Null when the body is complete JSON that reports no error.</returns>
    public static ConnectorFailure? Of(HttpRequestMessage request, ReadOnlyMemory<byte> body, bool isRead)
    {
        var host = request.RequestUri!.Authority;
        var span = body.Span.StartsWith("\uFEFF"u8) ? body.Span[3..] : body.Span;
        if (SourceWords.IsHtml(span))
        {
            return Transient(Said.Of<WireTexts>("WebPage", host));
        }

        if (span.Trim(" \t\r\n"u8).IsEmpty)
        {
            return isRead ? Transient(Said.Of<WireTexts>("Empty", host)) : null;
        }

        try
        {
            return Errors(span) ? Reported(isRead, host, Words(body)) : null;
        }
        catch (JsonException e)
        {
            return IsCut(span)
                ? Transient(Said.Of<WireTexts>("HalfAnswer", host), e)
                : new ConnectorFailure(FailureKind.Malformed, Said.Of<WireTexts>("NoJson", host), e);
        }
    }

    // A write that reports errors was understood and refused; a read that does so has met an exception at the source.
    private static ConnectorFailure Reported(bool isRead, string host, Said words) =>
        isRead
            ? Transient(Said.Of<WireTexts>("ReportsError", host, words))
            : new ConnectorFailure(FailureKind.Refused, Said.Of<WireTexts>("Refuses", host, words));

    /// <summary>One pass over the whole text, which proves it complete; true when its top level speaks of errors.</summary>
    private static bool Errors(ReadOnlySpan<byte> json)
    {
        var reader = JsonSlices.Reader(json);
        var errors = false;
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth != 1)
            {
                continue;
            }

            var isErrors = reader.ValueTextEquals("errors"u8) || reader.ValueTextEquals("error"u8);
            var isSuccess = reader.ValueTextEquals("success"u8);
            var isCode = reader.ValueTextEquals("code"u8);
            reader.Read();
            errors |= (isErrors && Holds(ref reader))
                || (isSuccess && reader.TokenType == JsonTokenType.False)
                || (isCode && reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("error"u8));
        }

        return errors;
    }

    private static bool Holds(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return reader.ValueSpan.Length > 0;
            case JsonTokenType.True:
                return true;
            case JsonTokenType.StartArray or JsonTokenType.StartObject:
                var depth = reader.CurrentDepth;
                var holds = false;
                while (reader.Read() && reader.CurrentDepth > depth)
                {
                    holds = true;
                }

                return holds;
            default:
                return false;
        }
    }

    private static Said Words(ReadOnlyMemory<byte> body)
    {
        if (body.Length > SourceWords.LargestRefusal)
        {
            return Said.Of<WireTexts>("NoWords");
        }

        using var document = JsonDocument.Parse(body, new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
        return SourceWords.Of(document.RootElement) is { } said ? Said.Quote(said) : Said.Of<WireTexts>("NoWords");
    }

    /// <summary>True when the text is good as far as it goes.</summary>
    private static bool IsCut(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, isFinalBlock: false, new JsonReaderState(JsonSlices.Lenient));
        try
        {
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static ConnectorFailure Transient(Said said, Exception? inner = null) => new(FailureKind.Transient, said, inner);
}
