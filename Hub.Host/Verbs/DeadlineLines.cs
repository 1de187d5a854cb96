using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Hub.Domain.Deadlines;
using Hub.Host.Work.Deadlines;
using Microsoft.Extensions.Localization;

namespace Hub.Host.Verbs;

/// <summary>JSON Lines in, JSON Lines out, in the same order; a wrong line gets an error object and the run goes on.</summary>
internal sealed class DeadlineLines(DeadlineAnswers answers, IStringLocalizer<DeadlineTexts> texts, bool explain)
{
    private const int ChunkSize = 64 * 1024;

    private readonly ArrayBufferWriter<byte> answered = new(2 * ChunkSize);
    private readonly DeadlineQuestion question = new();
    private int lines;
    private int errors;

    /// <returns>Always 0: what is wrong with a line is said on that line.</returns>
    public int Answer(Stream input, Stream output, TextWriter people)
    {
        using var writer = new Utf8JsonWriter(answered, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        var buffer = new byte[ChunkSize];
        var held = 0;
        for (int read; (read = input.Read(buffer, held, buffer.Length - held)) > 0;)
        {
            held += read;
            var taken = AnswerWholeLines(buffer.AsSpan(0, held), writer);
            buffer.AsSpan(taken, held - taken).CopyTo(buffer);
            held -= taken;
            if (held == buffer.Length)
            {
                Array.Resize(ref buffer, buffer.Length * 2);
            }

            // Whoever writes a line and waits for its answer gets it before the next read blocks.
            Flush(output);
        }

        AnswerLine(buffer.AsSpan(0, held), writer);
        Flush(output);
        people.WriteLine(texts["Counted", lines, errors].Value);
        return 0;
    }

    private int AnswerWholeLines(ReadOnlySpan<byte> bytes, Utf8JsonWriter writer)
    {
        var taken = 0;
        for (int end; (end = bytes[taken..].IndexOf((byte)'\n')) >= 0; taken += end + 1)
        {
            AnswerLine(bytes.Slice(taken, end), writer);
        }

        return taken;
    }

    private void AnswerLine(ReadOnlySpan<byte> line, Utf8JsonWriter writer)
    {
        line = line.Trim(" \t\r\uFEFF"u8);
        if (line.IsEmpty)
        {
            return;
        }

        lines++;
        var before = answered.WrittenCount;
        try
        {
            question.Read(line);
            answers.Write(writer, question, explain);
        }
        catch (Exception e) when (e is QuestionRefusal or CalendarException)
        {
            errors++;
            WriteError(writer, before, e is QuestionRefusal refusal ? texts[refusal.Code, refusal.Values].Value : e.Message);
        }

        writer.Flush();
        writer.Reset();
        answered.Write("\n"u8);
    }

    /// <summary>Nothing of a half-written answer is ever sent: the writer holds it back until it is flushed.</summary>
    private void WriteError(Utf8JsonWriter writer, int before, string sentence)
    {
        if (answered.WrittenCount != before)
        {
            throw new InvalidOperationException("An answer was sent in part before it was refused.");
        }

        writer.Reset();
        writer.WriteStartObject();
        writer.WriteString("error"u8, sentence);
        writer.WriteEndObject();
    }

    private void Flush(Stream output)
    {
        output.Write(answered.WrittenSpan);
        output.Flush();
        answered.ResetWrittenCount();
    }
}
