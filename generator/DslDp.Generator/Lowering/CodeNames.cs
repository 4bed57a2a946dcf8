using Microsoft.CodeAnalysis;

namespace DslDp.Generator.Lowering;

/// <summary>What a piece of C# that is not followed is called, and what to write instead.</summary>
internal static class CodeNames
{
    private const string Plain = "write it with locals, calls, loops over constants and plain conditions";

    public static (string What, string Remedy) Of(IOperation operation) => operation.Kind switch
    {
        OperationKind.DelegateCreation or OperationKind.AnonymousFunction => ("a lambda or a delegate", "make it a method of the class, and call that"),
        OperationKind.Try or OperationKind.Throw => ("a try statement or an exception", "leave it out; the run reports an example that an operation cannot treat"),
        OperationKind.Lock => ("a lock", "leave it out; the model is called by one thread"),
        OperationKind.Await or OperationKind.YieldReturn => ("an await or a yield", "return the result at once"),
        OperationKind.DynamicInvocation or OperationKind.DynamicMemberReference or OperationKind.DynamicIndexerAccess => ("a dynamic call", "give the value its type"),
        OperationKind.Labeled or OperationKind.Branch => ("a goto", "write a loop or a condition"),
        OperationKind.InterpolatedString => ("a text made from values", "leave it out, or write a constant"),
        OperationKind.TranslatedQuery => ("a query", "write a loop"),
        OperationKind.With => ("a with expression", "make the value anew"),
        OperationKind.AddressOf => ("a pointer", Plain),
        OperationKind.TypeParameterObjectCreation => ("a new object of a type parameter", "make the object where its type is known"),
        var kind => ($"this use of C# ({kind})", Plain),
    };
}
