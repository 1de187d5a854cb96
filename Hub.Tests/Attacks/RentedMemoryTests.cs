using System.Diagnostics.Tracing;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Hub.Connectors.Reading;
using Hub.Domain.Privacy;
using Hub.Domain.Submissions;
using Hub.Host.People.Privacy;
using Hub.Host.Storage;

namespace Hub.Tests.Attacks;

/// <summary>What a long text makes the runtime lend stays with the thread that read it, on each thread anew: one text after another then takes a hub far above what it needs.</summary>
public sealed class RentedMemoryTests
{
    /// <summary>Elements; a text of 1 MB is read in pieces and lists far smaller.</summary>
    private const long Most = 100_000;

    private static readonly string Long = new StringBuilder().Insert(0, "jalan rusak\n", 75_000).ToString();

    private static readonly string LongWords = new StringBuilder().Insert(0, new string('a', 150_000) + " ", 6).ToString();

    [Fact]
    public void A_long_text_on_one_line_is_made_without_lent_memory() => LargestLent(() => PlainText.Line(Long).Length.ShouldBe(Long.Length - 1)).ShouldBeLessThan(Most);

    [Fact]
    public void A_long_text_is_sealed_without_lent_memory() => LargestLent(() => SealedWords.Of(new Layers(Long, Long)).Length.ShouldBeGreaterThan(Long.Length)).ShouldBeLessThan(Most);

    [Fact]
    public void A_long_secret_text_is_learnt_without_lent_memory() =>
        LargestLent(() => LeakGate.Check([new OutgoingPart("", "jalan rusak")], new Guarded(new Reporter { Secret = true }) { Body = LongWords }).ShouldBeEmpty()).ShouldBeLessThan(Most);

    [Fact]
    public void A_large_item_is_packed_without_lent_memory() => LargestLent(() => Packed.Pack(Encoding.UTF8.GetBytes(Long)).ShouldNotBeEmpty()).ShouldBeLessThan(Most);

    [Theory]
    [InlineData("a \r\n\r\n \r\n\r\n b", "a\n\nb")]
    [InlineData("\u00A0 a\t\tb \u2028 c\u0085d\fe\r", "a  b\nc\nd\ne")]
    [InlineData("a\u200B \u200B\nb\u00AD", "a\nb")]
    [InlineData(" \n \n ", "")]
    public void Line_ends_and_blanks_are_made_one_kind(string text, string tidy) => PlainText.Of(text).ShouldBe(tidy);

    [Theory]
    [InlineData("biasa saja ")]
    [InlineData("\"kutip\" \\ \n\t▇▇▇▇ é <b>&amp; ")]
    [InlineData("😀😀😀😀😀😀😀a")]
    public void A_text_is_the_same_JSON_bit_by_bit(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, 30_000));
        foreach (var words in new[] { text, text[1..], piece })
        {
            using var written = new MemoryStream();
            using (var writer = new Utf8JsonWriter(written))
            {
                JsonWords.Write(writer, words);
            }

            Encoding.UTF8.GetString(written.ToArray()).ShouldBe(JsonSerializer.Serialize(words));
        }
    }

    private static long LargestLent(Action work)
    {
        using var lender = new Lender();
        work();
        return lender.Largest;
    }

    private sealed record Layers(string Whole, string Blotted);

    /// <summary>Hears what the pools lend on its thread.</summary>
    private sealed class Lender : EventListener
    {
        private readonly int thread = Environment.CurrentManagedThreadId;

        public long Largest { get; private set; }

        protected override void OnEventSourceCreated(EventSource eventSource)
        {
            if (eventSource.Name == "System.Buffers.ArrayPoolEventSource")
            {
                EnableEvents(eventSource, EventLevel.Verbose);
            }
        }

        protected override void OnEventWritten(EventWrittenEventArgs eventData)
        {
            if (eventData.EventName == "BufferRented" && Environment.CurrentManagedThreadId == thread)
            {
                Largest = Math.Max(Largest, Convert.ToInt64(eventData.Payload![1], CultureInfo.InvariantCulture));
            }
        }
    }
}
