using Hub.Mocks.Bench;

namespace Hub.Mocks;

/// <summary>A small server that stands in for an outside system, in tests and in the demo alike.</summary>
public interface IFake : IDisposable
{
    /// <summary>The kind of connector that talks to it: <c>lapor</c>, <c>sihab</c> …</summary>
    string Name { get; }

    Uri Address { get; }

    FaultSwitch Faults { get; }

    FakeServer Server { get; }

    IFakeItems Items { get; }
}
