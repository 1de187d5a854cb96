using Hub.Domain.Envelopes;
using Hub.Host.Intake;

namespace Hub.Tests.Host.Intake;

/// <summary>What is large is stored portion by portion, and is to the ledger what the whole would be.</summary>
public sealed class PortionsTests
{
    [Fact]
    public void A_portion_is_full_before_what_comes_after_it_is_read()
    {
        var read = 0;
        IEnumerable<Envelope> Items()
        {
            for (read = 1; read <= 450; read++)
            {
                yield return Item(read);
            }
        }

        List<(int Items, int Read)> portions = [.. Portions.Of(Items()).Select(p => (p.Count, read))];

        portions.ShouldBe([(200, 200), (200, 400), (50, 451)]);
    }

    [Fact]
    public void Bytes_count_as_items_do_and_a_bigger_item_goes_by_itself() =>
        Portions.Of([Item(1, 3_000_000), Item(2, 1_000_000), Item(3, 1_000_000), Item(4, 9_000_000), Item(5)]).Select(p => p.Count).ShouldBe([2, 1, 1, 1]);

    [Fact]
    public void An_item_that_comes_again_later_is_known_to_come()
    {
        var portions = new Delivery("sihab", [Item(0), .. Enumerable.Range(1, 199).Select(i => Item(i)), Item(200), Item(0)]).InPortions().ToList();

        portions.Select(p => p.Envelopes.Count).ShouldBe([200, 2]);
        portions.Select(p => string.Join(' ', p.ToCome)).ShouldBe(["0", ""]);
    }

    private static Envelope Item(int number, int bytes = 1) => new()
    {
        Key = new EnvelopeKey("sihab", $"{number}", "1"),
        MediaType = "application/json",
        Raw = new byte[bytes],
        ReceivedAt = DateTimeOffset.UnixEpoch,
    };
}
