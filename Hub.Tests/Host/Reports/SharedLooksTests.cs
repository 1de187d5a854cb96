using Hub.Domain;
using Hub.Host.Figures;
using Hub.Host.Foundation;
using Hub.Host.People.Access;

namespace Hub.Tests.Host.Reports;

/// <summary>Looks are shared, never stale ones, never another reader's, and never an end that somebody else wanted.</summary>
public sealed class SharedLooksTests
{
    private static readonly CurrentUser Verifier = new("siti", new HashSet<string>([Roles.Verifier, Roles.Administrator]), null);

    private readonly SharedLooks looks = new();

    [Fact]
    public async Task Those_who_come_while_one_looks_share_the_next_look()
    {
        var (going, begun) = (new TaskCompletionSource(), 0);

        var all = Enumerable.Range(0, 10).Select(_ => looks.LookAsync("open", LookAsync, Token)).ToList();
        going.SetResult();

        (await Task.WhenAll(all)).ShouldBe([1, .. Enumerable.Repeat(2, 9)]);

        async Task<int> LookAsync(CancellationToken token)
        {
            var mine = Interlocked.Increment(ref begun);
            await going.Task.WaitAsync(token);
            return mine;
        }
    }

    [Fact]
    public async Task Nobody_is_given_a_look_that_began_before_he_asked()
    {
        var (store, read, going) = ("before", new TaskCompletionSource(), new TaskCompletionSource());
        var first = looks.LookAsync("open", LookAsync, Token);
        await read.Task.WaitAsync(Token);

        store = "after";
        var second = looks.LookAsync("open", LookAsync, Token);
        going.SetResult();

        (await first, await second).ShouldBe(("before", "after"));

        async Task<string> LookAsync(CancellationToken token)
        {
            var seen = store;
            read.TrySetResult();
            await going.Task.WaitAsync(token);
            return seen;
        }
    }

    [Fact]
    public async Task Of_those_who_wait_the_last_to_come_says_when_it_is()
    {
        var going = new TaskCompletionSource();

        var all = Enumerable.Range(0, 4).Select(moment => looks.LookAsync("open", async token =>
        {
            await going.Task.WaitAsync(token);
            return moment;
        }, Token)).ToList();
        going.SetResult();

        (await Task.WhenAll(all)).ShouldBe([0, 3, 3, 3]);
    }

    [Fact]
    public async Task Other_rights_are_another_question_and_another_name_is_not()
    {
        var other = Verifier with { Name = "tono", Roles = new HashSet<string>([Roles.Administrator, Roles.Verifier]) };
        CurrentUser[] different = [Verifier with { Bureau = "kesra" }, Verifier with { Roles = new HashSet<string>([Roles.Verifier]) }, Verifier with { Roles = new HashSet<string>([Roles.Leadership]) }];
        var going = new TaskCompletionSource();

        var theirs = different.Prepend(Verifier).Select(user => looks.LookAsync(user.Rights, LookAsync(user), Token)).ToList();
        going.SetResult();

        (await Task.WhenAll(theirs)).ShouldBe([Verifier, .. different], "each is first to ask that question and waits for nobody");
        other.Rights.ShouldBe(Verifier.Rights);

        Func<CancellationToken, Task<CurrentUser>> LookAsync(CurrentUser user) => async token =>
        {
            await going.Task.WaitAsync(token);
            return user;
        };
    }

    [Fact]
    public async Task Whoever_goes_away_takes_the_look_from_nobody()
    {
        using var gone = new CancellationTokenSource();
        var going = new TaskCompletionSource();
        var first = looks.LookAsync("open", LookAsync, Token);
        var leaver = looks.LookAsync("open", LookAsync, gone.Token);
        var stayer = looks.LookAsync("open", LookAsync, Token);

        await gone.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(leaver);
        going.SetResult();

        (await first, await stayer).ShouldBe((1, 1));

        async Task<int> LookAsync(CancellationToken token)
        {
            await going.Task.WaitAsync(token);
            return 1;
        }
    }

    [Fact]
    public async Task A_look_for_which_nobody_waits_ends_and_the_next_is_a_fresh_one()
    {
        using var gone = new CancellationTokenSource();
        var (begun, ended) = (new TaskCompletionSource(), new TaskCompletionSource());
        var left = looks.LookAsync("open", EndlessAsync, gone.Token);
        await begun.Task.WaitAsync(Token);
        var alsoLeft = looks.LookAsync("open", EndlessAsync, gone.Token);

        await gone.CancelAsync();

        (await looks.LookAsync("open", static _ => Task.FromResult(2), Token)).ShouldBe(2);
        await ended.Task.WaitAsync(TimeSpan.FromSeconds(10), Token);
        await Should.ThrowAsync<OperationCanceledException>(left);
        await Should.ThrowAsync<OperationCanceledException>(alsoLeft);

        async Task<int> EndlessAsync(CancellationToken token)
        {
            begun.TrySetResult();
            try
            {
                await Task.Delay(Timeout.Infinite, token);
                return 1;
            }
            finally
            {
                ended.TrySetResult();
            }
        }
    }

    [Fact]
    public async Task What_goes_wrong_is_told_to_those_who_waited_for_it_and_to_nobody_later()
    {
        var going = new TaskCompletionSource();
        var first = looks.LookAsync("open", async token =>
        {
            await going.Task.WaitAsync(token);
            return 1;
        }, Token);
        Func<CancellationToken, Task<int>> broken = static _ => throw new InvalidDataException("disk");
        var waiting = Enumerable.Range(0, 2).Select(_ => looks.LookAsync("open", broken, Token)).ToList();
        going.SetResult();

        (await first).ShouldBe(1);
        foreach (var one in waiting)
        {
            (await Should.ThrowAsync<InvalidDataException>(one)).Message.ShouldBe("disk");
        }

        (await looks.LookAsync("open", static _ => Task.FromResult(3), Token)).ShouldBe(3);
    }

    [Fact]
    public async Task Nothing_of_who_asks_goes_along()
    {
        var request = new AsyncLocal<string?> { Value = "of the first" };

        (await looks.LookAsync("open", _ => Task.FromResult(request.Value), Token)).ShouldBeNull();

        request.Value.ShouldBe("of the first");
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
