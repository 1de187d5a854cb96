namespace Hub.Mocks;

/// <summary>How a fake is started.</summary>
public sealed record FakeOptions
{
    /// <summary>0 takes a free port.</summary>
    public int Port { get; init; }

    /// <summary>The instant that counts as now when the data is dated, so that a demo always looks fresh.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>True: the fake holds nothing but what a tester adds.</summary>
    public bool Empty { get; init; }

    /// <summary>How many requests WireMock remembers for its admin interface.</summary>
    public int Remembers { get; init; } = 2000;

    /// <summary>True: the plain answers follow their files while it runs.</summary>
    public bool Watches { get; init; }

    /// <summary>Moves arrivals over time: what is dated after its reading has not arrived yet.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
