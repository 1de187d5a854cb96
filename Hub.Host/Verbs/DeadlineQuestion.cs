using System.Text;
using System.Text.Json;
using Hub.Domain.Deadlines;

namespace Hub.Host.Verbs;

/// <summary>One line of the <c>deadline</c> verb, read but not yet answered. Reused from line to line.</summary>
internal sealed class DeadlineQuestion
{
    /// <summary>No date or instant is longer, even with every character escaped.</summary>
    private const int Longest = 240;

    private readonly List<Pause> pauses = [];

    public int? Service { get; set; }
    public string? Class { get; set; }

    /// <summary>A rule's key instead of a service: <c>lapor-response</c>, <c>uu25-reply</c> …</summary>
    public string? Rule { get; set; }

    /// <summary>As it was written; read strictly by <see cref="IsoInstant"/>.</summary>
    public DateTimeOffset ReceivedAt { get; set; }
    public DateOnly? EventOn { get; set; }

    /// <summary>The PPID used its one extension (R28).</summary>
    public bool Extended { get; set; }

    public IList<Pause> Pauses => pauses;

    /// <summary>Reads a line. Unknown fields are left alone, so that a caller may carry its own keys along.</summary>
    /// <exception cref="QuestionRefusal">The line does not say what is needed; the code and the field name the place.</exception>
    public void Read(ReadOnlySpan<byte> line)
    {
        Clear();
        var reader = new Utf8JsonReader(line);
        var hasReceived = false;
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                throw new QuestionRefusal("NotAnObject");
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                hasReceived |= ReadField(ref reader);
            }

            if (reader.Read())
            {
                throw new QuestionRefusal("NotAnObject");
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The reader says InvalidOperation for text that is no Unicode: broken UTF-8, half a surrogate.
            throw new QuestionRefusal("NotJson");
        }

        if (!hasReceived)
        {
            throw new QuestionRefusal("Missing", "received");
        }
    }

    private void Clear()
    {
        (Service, Class, Rule, EventOn, Extended) = (null, null, null, null, false);
        pauses.Clear();
    }

    /// <returns>True for the field that no line can do without.</returns>
    private bool ReadField(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("received"u8))
        {
            ReceivedAt = Instant(ref reader, "received");
            return true;
        }

        if (reader.ValueTextEquals("service"u8))
        {
            Service = Number(ref reader, "service");
        }
        else if (reader.ValueTextEquals("class"u8))
        {
            Class = Text(ref reader, "class");
        }
        else if (reader.ValueTextEquals("rule"u8))
        {
            Rule = Text(ref reader, "rule");
        }
        else if (reader.ValueTextEquals("event"u8))
        {
            EventOn = Date(ref reader, "event");
        }
        else if (reader.ValueTextEquals("extended"u8))
        {
            reader.Read();
            Extended = reader.TokenType == JsonTokenType.True;
        }
        else if (reader.ValueTextEquals("pauses"u8))
        {
            ReadPauses(ref reader);
        }
        else
        {
            reader.Read();
            reader.Skip();
        }

        return false;
    }

    private void ReadPauses(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
        {
            return;
        }

        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new QuestionRefusal("NotAList", "pauses");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            pauses.Add(ReadPause(ref reader, $"pauses[{pauses.Count}]"));
        }

        if (reader.TokenType != JsonTokenType.EndArray)
        {
            throw new QuestionRefusal("NotAList", "pauses");
        }
    }

    private static Pause ReadPause(ref Utf8JsonReader reader, string place)
    {
        DateOnly? from = null;
        DateOnly? to = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("from"u8))
            {
                from = Date(ref reader, $"{place}.from");
            }
            else if (reader.ValueTextEquals("to"u8))
            {
                to = Date(ref reader, $"{place}.to");
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        return from switch
        {
            null => throw new QuestionRefusal("Missing", $"{place}.from"),
            DateOnly start when to < start => throw new QuestionRefusal("PauseBackwards", place),
            DateOnly start => new Pause(start, to),
        };
    }

    private static int? Number(ref Utf8JsonReader reader, string field)
    {
        reader.Read();
        return reader.TokenType switch
        {
            JsonTokenType.Null => null,
            JsonTokenType.Number when reader.TryGetInt32(out var number) => number,
            _ => throw new QuestionRefusal("NotANumber", field, Raw(ref reader)),
        };
    }

    private static string? Text(ref Utf8JsonReader reader, string field)
    {
        reader.Read();
        return reader.TokenType switch
        {
            JsonTokenType.Null => null,
            JsonTokenType.String => reader.GetString() is { Length: > 0 } text ? text : null,
            _ => throw new QuestionRefusal("NotText", field, Raw(ref reader)),
        };
    }

    private static DateOnly? Date(ref Utf8JsonReader reader, string field)
    {
        reader.Read();
        Span<byte> plain = stackalloc byte[Longest];
        return reader.TokenType == JsonTokenType.Null ? null
            : reader.TokenType == JsonTokenType.String && IsoInstant.TryDate(plain[..Plain(ref reader, plain)], out var date) ? date
            : throw new QuestionRefusal("NotADate", field, Raw(ref reader));
    }

    private static DateTimeOffset Instant(ref Utf8JsonReader reader, string field)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.String)
        {
            throw new QuestionRefusal("NotAnInstant", field, Raw(ref reader));
        }

        Span<byte> plain = stackalloc byte[Longest];
        return IsoInstant.Read(plain[..Plain(ref reader, plain)], out var instant) switch
        {
            IsoReading.Instant => instant,
            IsoReading.WithoutOffset => throw new QuestionRefusal("WithoutOffset", field, Raw(ref reader)),
            _ => throw new QuestionRefusal("NotAnInstant", field, Raw(ref reader)),
        };
    }

    /// <summary>Copies the text without its JSON escapes (<c>\u002B</c> is a plus sign).</summary>
    /// <returns>Its length; 0 when it is longer than any date.</returns>
    private static int Plain(ref Utf8JsonReader reader, scoped Span<byte> buffer) =>
        reader.ValueSpan.Length <= buffer.Length ? reader.CopyString(buffer) : 0;

    private static string Raw(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.StartArray or JsonTokenType.StartObject => "…",
        JsonTokenType.String when reader.GetString() is { Length: > Longest } text => text[..Longest] + "…",
        JsonTokenType.String => reader.GetString()!,
        _ => Encoding.UTF8.GetString(reader.ValueSpan),
    };
}

/// <summary>Why a question is not answered: the key of the sentence, and what to put into it.</summary>
internal sealed class QuestionRefusal(string code, params object[] values) : Exception
{
    public string Code => code;

    public object[] Values => values;
}
