using System.Runtime.CompilerServices;

namespace Hub.Connectors;

/// <summary>A step that ends runs what waited for it from within itself: until all of that is done too, what it gave is on the stack, a page of megabytes for example.</summary>
public static class Unwinding
{
    /// <summary>Lets go of the steps that ended; what follows begins by itself.</summary>
    public static YieldAwaitable OfSteps() => Task.Yield();
}
