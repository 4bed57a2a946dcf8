using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using DslDp.Generator.Proof;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DslDp.Generator.Lowering;

/// <summary>
/// Runs method bodies on abstract values: it knows what C# means, and asks the operator table what TorchSharp means.
/// What it does not know is refused: the default of every switch here is a refusal.
/// </summary>
internal sealed partial class Interpreter(Compilation compilation, KnownTypes known, ProofSession session, SiteMap sites, CancellationToken cancellation)
{
    private const int MaximumDepth = 40;

    /// <summary>How often a method may stand in its own way: deep enough for a recursion over levels that are known.</summary>
    private const int MaximumRecursion = 16;

    /// <summary>A bound on the operations that one proof may take, far above any real model, so that no program holds up the editor.</summary>
    private const int MaximumOperations = 500_000;

    private readonly FieldGuard fields = new(compilation, known, cancellation);

    private readonly SkippedCode skipped = new(known);

    private readonly HashSet<SyntaxTree> files = [];

    private int operations;

    /// <summary>The files from which bodies were read.</summary>
    public IReadOnlyCollection<SyntaxTree> Files => files;

    /// <summary>Calls a method whose body can be seen, with values for its parameters.</summary>
    public AbstractValue Invoke(IMethodSymbol method, AbstractValue? self, IReadOnlyList<AbstractValue> arguments, Frame? caller, SyntaxNode at) => Invoke(method, self, arguments, caller, at, out _);

    private AbstractValue Invoke(IMethodSymbol method, AbstractValue? self, IReadOnlyList<AbstractValue> arguments, Frame? caller, SyntaxNode at, out Environment? atExit)
    {
        atExit = null;
        if (Vouched(method, arguments, caller, at) is { } vouched) return vouched;
        if (BodyOf(method) is not { } body) return NotCalled(caller, Reason.UnknownOperation, at, $"the body of {method.Name} cannot be seen", "move the method into this project, or write its operations here");
        if ((self is not ObjectValue && Overrides.CanBeOverridden(method)) || (self is ObjectValue { Identity: INamedTypeSymbol implementing } && method.ContainingType.TypeKind == TypeKind.Interface && !Overrides.IsDefaultOf(implementing, method)))
            return NotCalled(caller, Reason.UnsupportedCode, at, $"{method.Name} of an object that the compiler cannot see may be overridden by code that it does not know", "seal the class, or make the object where the field is declared or in the constructor");
        if (caller is not null && (caller.CountOf(method) >= MaximumRecursion || caller.Depth > MaximumDepth))
            return NotCalled(caller, Reason.UnsupportedCode, at, $"{method.Name} calls itself more often than the compiler follows", "write it as a loop");
        if (method.IsAsync) return NotCalled(caller, Reason.UnsupportedCode, at, $"{method.Name} is async", "return its results, in a tuple if there are several");

        var frame = new Frame(method, self, caller) { Construction = caller?.Construction };

        // A local function sees the variables of the method that it stands in.
        if (method.MethodKind == MethodKind.LocalFunction && caller is not null)
        {
            frame.Environment = caller.Environment.Clone();
            frame.SharesVariables = IsOfEnclosing(method, caller) && !IsPassedOn(method, body);
        }

        // The body of a generic method, or of a method of a generic class, knows its parameters as they are declared.
        var declared = method.OriginalDefinition.Parameters;
        for (var index = 0; index < declared.Length && index < arguments.Count; index++) frame.Environment[declared[index]] = arguments[index];
        if (method.Name == "forward" || caller is null) session.EnterModule();
        else session.EnterHelper(new HelperCall(sites.Of(at), method.Name, EquatableArray.From(method.Parameters.Where(parameter => !known.CarriesTensors(parameter.Type)).Select(parameter => parameter.Name))));
        var refusals = session.Refusals.Count;
        var isIterator = IsIterator(method);
        if (isIterator && SharesVariablesWithReader(method, body)) Unsupported(body, frame, "an iterator that sees variables of the method around it");
        if (isIterator) frame.Environment[method.OriginalDefinition] = Items([]);
        RunBody(body, frame);
        session.Leave();
        if (frame.Environment.IsReachable) frame.Exits.Add(frame.Environment);
        atExit = frame.Exits.Count > 0 ? frame.Exits.Aggregate(Environment.Join) : null;
        if (frame.SharesVariables && atExit is not null) caller!.Environment.TakeOver(atExit, variable => !IsOwn(variable, frame));
        if (isIterator) return atExit?[method.OriginalDefinition] ?? RefusedValue.Instance;

        if (method.ReturnsVoid) return PublicValue.Instance;
        if (frame.Returns.Count > 0) return frame.Returns.Aggregate(Join.Of);
        return session.Refusals.Count > refusals ? RefusedValue.Instance : new UnknownValue($"{method.Name} does not return");
    }

    /// <summary>A local function that the method, or another local function of it, calls by its name.</summary>
    private static bool IsOfEnclosing(IMethodSymbol function, Frame caller) =>
        SymbolEqualityComparer.Default.Equals(caller.Method?.OriginalDefinition, function.ContainingSymbol.OriginalDefinition) || caller.SharesVariables;

    private static bool IsPassedOn(IMethodSymbol function, IOperation body) =>
        RootOf(body).Descendants().OfType<IMethodReferenceOperation>().Any(passed => SymbolEqualityComparer.Default.Equals(passed.Method.OriginalDefinition, function.OriginalDefinition));

    /// <summary>Refuses a piece of code. In a constructor no example has been seen yet: there the value only becomes unknown.</summary>
    public AbstractValue Refuse(Frame? frame, Reason reason, SyntaxNode at, string what, string remedy, Trail? trail = null) =>
        frame?.Construction is not null
            ? new UnknownValue(what)
            : session.Refuse(new Refusal(reason, sites.Of(at), what, remedy, trail));

    /// <summary>A method of the user's that is not followed: it may have done anything.</summary>
    private AbstractValue NotCalled(Frame? caller, Reason reason, SyntaxNode at, string what, string remedy)
    {
        caller?.Construction?.Distrust(what);
        return Refuse(caller, reason, at, what, remedy);
    }

    private static bool WritesToArguments(IMethodSymbol method) => method.Parameters.Any(parameter => parameter.RefKind is RefKind.Ref or RefKind.Out);

    private AbstractValue Unsupported(IOperation operation, Frame frame, string? what = null)
    {
        Skip(operation, frame);
        var (name, remedy) = CodeNames.Of(operation);
        return Refuse(frame, Reason.UnsupportedCode, operation.Syntax, $"{what ?? name} is not something that the proof follows", remedy);
    }

    /// <summary>
    /// Code that is not followed. In <c>forward</c> it is refused, and that ends the matter; but a constructor goes on after it,
    /// so that what the code may have changed is not trusted any more.
    /// </summary>
    private void Skip(IOperation code, Frame frame)
    {
        ForgetLists(code, frame);
        if (frame.Construction is not { } construction) return;
        if (!skipped.ChangesNumbersOnly(code)) construction.Distrust($"the constructor has code that the compiler does not follow ({CodeNames.Of(code).What})", sites.Of(code.Syntax));
        ForgetWhatIsAssigned(code, new UnknownValue("it is set in code of the constructor that the compiler does not follow"), frame);
    }

    private static void ForgetWhatIsAssigned(IOperation code, AbstractValue value, Frame frame)
    {
        foreach (var target in code.DescendantsAndSelf().Select(operation => operation is IAssignmentOperation assignment ? assignment.Target : (operation as IIncrementOrDecrementOperation)?.Target))
        {
            foreach (var local in target?.DescendantsAndSelf().OfType<ILocalReferenceOperation>() ?? []) frame.Environment[local.Local] = value;
        }
    }

    private void RunBody(IOperation body, Frame frame)
    {
        switch (body)
        {
            case IMethodBodyOperation method:
                if (method.BlockBody is not null) Run(method.BlockBody, frame);
                if (method.ExpressionBody is not null) Run(method.ExpressionBody, frame);
                break;
            case IConstructorBodyOperation constructor:
                if (constructor.BlockBody is not null) Run(constructor.BlockBody, frame);
                if (constructor.ExpressionBody is not null) Run(constructor.ExpressionBody, frame);
                break;
            case ILocalFunctionOperation { Body: { } local }:
                Run(local, frame);
                break;
            case IBlockOperation block:
                Run(block, frame);
                break;
            default:
                Unsupported(body, frame);
                break;
        }
    }

    private IOperation? BodyOf(IMethodSymbol method)
    {
        foreach (var reference in method.OriginalDefinition.DeclaringSyntaxReferences)
        {
            var syntax = reference.GetSyntax(cancellation);
            if (syntax is ArrowExpressionClauseSyntax { Parent: BasePropertyDeclarationSyntax } arrow) return OperationOf(arrow);
            if (syntax is BaseMethodDeclarationSyntax { Body: null, ExpressionBody: null }) continue;
            if (syntax is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax { Body: not null } or AccessorDeclarationSyntax { ExpressionBody: not null } or LocalFunctionStatementSyntax)
                return OperationOf(syntax);
        }

        return null;
    }

    private IOperation? OperationOf(SyntaxNode syntax)
    {
        if (!compilation.ContainsSyntaxTree(syntax.SyntaxTree)) return null;
        files.Add(syntax.SyntaxTree);
        return SemanticModels.Of(compilation, syntax.SyntaxTree).GetOperation(syntax, cancellation);
    }

    private bool CountOperation(IOperation operation, Frame frame)
    {
        cancellation.ThrowIfCancellationRequested();
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (++operations <= MaximumOperations) return true;
        frame.Construction?.Distrust("the constructor takes more steps than the compiler follows");
        Unsupported(operation, frame, "a program that takes this many steps");
        frame.Environment.IsReachable = false;
        return false;
    }
}
